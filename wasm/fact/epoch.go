package fact

// Epoch is what is known of a network epoch: a stretch of time on one network, as
// far as can be told. It begins when the browser does, when the computer comes
// online again, when a captive portal comes, when the connection or the proxy
// changes, and when the computer wakes from sleep. The zero Epoch is one of which
// nothing is known.
type Epoch struct {
	ID    string `json:"id,omitempty"`
	Began Time   `json:"began,omitempty"`
	At    Time   `json:"at,omitempty"` // when something was last told of it
	// Earlier is how many epochs were before.
	Earlier int `json:"earlier,omitempty"`
	// Trust is how far the network is trusted, all in all.
	Trust Trust `json:"trust,omitempty"`
	// Choice is what the person said of the network: trusted or untrusted; empty
	// if nothing.
	Choice  Trust `json:"choice,omitempty"`
	Offline bool  `json:"offline,omitempty"`
	// Connection is the browser's word for the connection's kind, if it tells one.
	Connection string `json:"connection,omitempty"`
	Portal     Portal `json:"portal,omitzero"`
	// Proxy is how the browser is set to reach the network, and Used are proxies that
	// it really sent requests through. Proxies are both of earlier epochs, newest
	// first.
	Proxy   Proxy   `json:"proxy,omitzero"`
	Used    []Proxy `json:"used,omitempty"`
	Proxies []Proxy `json:"proxies,omitempty"`
	// Faults are hosts whose certificates failed, in order of time.
	Faults []Fault `json:"faults,omitempty"`
	// Roots are those that certificate chains ended in and that did not come with
	// the browser, in this epoch or earlier ones.
	Roots []Root `json:"roots,omitempty"`
	// Sites are registrable domains whose chains ended in a root that did come with
	// it, in this epoch.
	Sites []string `json:"sites,omitempty"`
	// Clocks are what servers' clocks showed, one a site.
	Clocks []Clock `json:"clocks,omitempty"`
	Canary Canary  `json:"canary,omitzero"`
	// Alarms are the findings of this epoch by which somebody is there.
	Alarms []Alarm `json:"alarms,omitempty"`
	// Said are the checks that speak once an epoch, and have.
	Said []Said `json:"said,omitempty"`
	// Marks are the networks that the person trusts whenever they are met.
	Marks []Mark `json:"marks,omitempty"`
	// Everywhere is set where the person trusts every network.
	Everywhere bool `json:"everywhere,omitempty"`
	// Distinct is set where something tells this network from others, so that it can
	// be trusted whenever it is met.
	Distinct bool `json:"distinct,omitempty"`
}

// Portal is a captive portal: a login page that stands in the way (RFC 8952).
type Portal struct {
	Host   string `json:"host,omitempty"` // of its page, if known
	At     Time   `json:"at,omitempty"`   // when it was first met in this epoch; 0 if none was
	Opened Time   `json:"opened,omitempty"`
}

// Proxy is how a browser reaches the network.
type Proxy struct {
	// Mode is direct, system, auto, pac, fixed, or request for one that a request
	// was really sent through.
	Mode string `json:"mode,omitempty"`
	// Address is of the PAC file or the proxy, without credentials and query.
	Address string `json:"address,omitempty"`
}

// Fault is a host that could not prove who it is.
type Fault struct {
	Host string `json:"host"`
	At   Time   `json:"at,omitempty"`
}

// Root is a root of certificates that did not come with the browser.
type Root struct {
	Key     string   `json:"key"` // as Connection.Root
	Name    string   `json:"name,omitempty"`
	Sites   []string `json:"sites,omitempty"`   // registrable domains in this epoch
	Epochs  []string `json:"epochs,omitempty"`  // newest first
	Trusted Time     `json:"trusted,omitempty"` // when it was last met on a trusted network
}

// Clock is what a server's clock showed.
type Clock struct {
	Site string `json:"site"` // registrable domain
	At   Time   `json:"at,omitempty"`
	// Ahead is by how much it is ahead of the local clock, in milliseconds.
	Ahead float64 `json:"ahead,omitempty"`
}

// Canary is what came back for a page whose body is known. The person chose it.
type Canary struct {
	URL    string `json:"url,omitempty"`
	At     Time   `json:"at,omitempty"` // when it was last asked for; 0 if never
	Status int    `json:"status,omitempty"`
	// Want and Got are the bodies, each clipped.
	Want string `json:"want,omitempty"`
	Got  string `json:"got,omitempty"`
	// Final is where it was redirected to, if it was.
	Final string `json:"final,omitempty"`
	// Error is set where nothing came back.
	Error string `json:"error,omitempty"`
}

// Alarm is a finding by which somebody is there.
type Alarm struct {
	Check   string `json:"check,omitempty"`
	Subject string `json:"subject,omitempty"`
	At      Time   `json:"at,omitempty"`
	// Dismissed is the person's reason to set it aside; empty where it stands.
	Dismissed string `json:"dismissed,omitempty"`
}

// Said is a check that spoke, and in which visit.
type Said struct {
	Check string `json:"check"`
	Visit string `json:"visit"`
}

// Mark is what tells a network from others, as far as a browser shows it
// (package network), and what the person said of it.
type Mark struct {
	Signature string `json:"signature"`
	Trust     Trust  `json:"trust"`
}

// ChangeKind is a kind of Change.
type ChangeKind string

// The kinds of changes.
const (
	Start     ChangeKind = "start"      // the browser started
	Online    ChangeKind = "online"     // the computer came online
	Offline   ChangeKind = "offline"    // it went offline
	Woke      ChangeKind = "woke"       // from sleep, as its clock jumped
	Reconnect ChangeKind = "connection" // navigator.connection changed
	PortalIs  ChangeKind = "portal"     // Firefox's captivePortal API told its state
	ProxyIs   ChangeKind = "proxy"      // the browser's proxy settings were read
	Choose    ChangeKind = "choose"     // the person said how far to trust
	Dismiss   ChangeKind = "dismiss"    // the person set an alarm aside
	CanaryIs  ChangeKind = "canary"     // the canary page was asked for
)

// ChangeKinds lists every ChangeKind.
var ChangeKinds = []ChangeKind{Start, Online, Offline, Woke, Reconnect, PortalIs, ProxyIs, Choose, Dismiss, CanaryIs}

// Change is something that was told of the network.
type Change struct {
	Kind ChangeKind `json:"kind"`
	At   Time       `json:"at"`
	// Fresh names the epoch that begins with this, if one does.
	Fresh string `json:"fresh,omitempty"`
	// State is the browser's word: of a portal (locked_portal, unlocked_portal,
	// not_captive, unknown), or of the connection's kind.
	State string `json:"state,omitempty"`
	Proxy Proxy  `json:"proxy,omitzero"`
	// Trust is the person's choice; empty takes an earlier one back. Scope is for
	// how long: epoch, network, everywhere.
	Trust  Trust  `json:"trust,omitempty"`
	Scope  string `json:"scope,omitempty"`
	Alarm  Alarm  `json:"alarm,omitzero"`
	Canary Canary `json:"canary,omitzero"`
}

// Networking is a network epoch with what was told of it since: changes, and what
// visits taught (finding.Report.Noticed).
type Networking struct {
	Epoch   Epoch    `json:"epoch,omitzero"`
	Changes []Change `json:"changes,omitempty"`
	Noticed []Epoch  `json:"noticed,omitempty"`
}
