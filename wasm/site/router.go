package site

import "strings"

// routers are names that makers of routers own, and that their routers answer for
// themselves, with the address that they have on their network.
var routers = []string{
	"fritz.box", "myfritz.box", // AVM
	"speedport.ip", "o2.box", "easy.box", "kabel.box", "giga.cube", "congstar.box", "vodafone.box", "vodafone.station", // carriers
	"mafreebox.freebox.fr", "mabbox.bytel.fr", "myfiosgateway.com",
	"routerlogin.net", "routerlogin.com", "orbilogin.com", "orbilogin.net", "mywifiext.net", "mywifiext.com", "aplogin.net", // Netgear
	"tplinkwifi.net", "tplinklogin.net", "tplinkmodem.net", "tplinkap.net", "tplinkrepeater.net", "tplinkextender.net", "tplinkdeco.net", // TP-Link
	"asusrouter.com", "router.asus.com", "repeater.asus.com", // Asus
	"linksyssmartwifi.com", "miwifi.com", "tendawifi.com", "falogin.cn", "melogin.cn", "hi.link",
	"pi.hole", // a blocker's own
}

// RouterName reports whether host is a name that routers answer for themselves.
func RouterName(host string) bool {
	name := Name(host)
	for _, r := range routers {
		if name == r || strings.HasSuffix(name, "."+r) {
			return true
		}
	}
	return false
}
