// Style sheets are imported by the entry points, and bundled beside them.
declare module "*.css";
