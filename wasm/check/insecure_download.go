package check

import (
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/mixed"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// The attack: whoever is on the path answers a request in clear with a file of their
// own (bettercap's and evilgrade's way), or changes where it is redirected. One step in
// clear on the way to the file is enough.
//
// Innocent causes: files that anybody may change without harm, fetched from a page in
// clear, which insecure-page tells of; programs that are checked by their signature
// before they run (packages of Linux distributions) cannot be told from others here;
// a machine of one's own network.
var insecureDownload = Check{
	ID:       "insecure-download",
	Title:    "File came without encryption",
	Why:      "Your browser fetched a file without encryption, at least for a part of the way. Anyone on this network could have swapped it for another. If it is a program, it then does on your computer what they like.",
	Advice:   "Delete the file and do not open it. Fetch it again from an address that begins with https://, or on a network that you trust.",
	Spec:     "https://www.w3.org/TR/mixed-content/#mixed-downloads",
	Sentence: "Others on this network could have swapped a file that you downloaded here: do not open it.",
	Levels:   Levels{finding.Warning, finding.Danger},
	Grade: func(e finding.Evidence) Levels {
		switch {
		case e.Outcome == finding.Blocked:
			return always(finding.Notice)
		case site.Local(hostOf(e.URL)):
			return always(finding.Notice) // a machine of one's own network
		}
		return Levels{finding.Warning, finding.Danger}
	},
	PerHost: true,
	Needs:   []fact.Kind{fact.Loads},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		for _, l := range s.Loads {
			if e, ok := s.clearDownload(l); ok {
				found = append(found, e)
			}
		}
		return found
	},
}

var (
	downloadRuns    = say.New("insecure_download_program", "This is a program.")
	downloadMixed   = say.New("insecure_download_mixed", "An encrypted page led to this file.")
	downloadBlocked = say.New("insecure_download_blocked", "The browser did not let it come without encryption.")
	downloadPassed  = say.New("insecure_download_passed", "A part of the way to it was not encrypted.")
	downloadPlain   = say.New("insecure_download_plain", "It came without encryption.")
)

// clearDownload judges a navigation that ended as a file instead of a document.
func (s *Subject) clearDownload(l Load) (e finding.Evidence, ok bool) {
	last := &l.Hops[len(l.Hops)-1]
	if l.Destination != "main_frame" || !downloads(last.Hop) || last.Cached {
		return e, false
	}
	var chain []weburl.URL
	var clear *Hop
	for i := range l.Hops {
		h := &l.Hops[i]
		if h.Cause.Internal() {
			continue // it never left the browser
		}
		chain = append(chain, h.URL)
		if clear == nil && h.Plain {
			clear = h
		}
	}
	runs := executable(last)
	mixes := s.Secure && mixed.MixedDownload(s.URL, chain)
	switch {
	case clear == nil || !runs && !mixes:
		return e, false
	case runs:
		e.Words = append(e.Words, downloadRuns.With())
	default:
		e.Words = append(e.Words, downloadMixed.With())
	}
	e.URL, e.Destination, e.Outcome, e.Error = clear.URL.String(), "download", finding.Loaded, last.Error
	if browserBlocked[last.Error] {
		e.Outcome = finding.Blocked
	}
	switch {
	case e.Outcome == finding.Blocked:
		e.Words = append(e.Words, downloadBlocked.With())
	case clear != last:
		e.Words = append(e.Words, downloadPassed.With())
	default:
		e.Words = append(e.Words, downloadPlain.With())
	}
	if len(l.Hops) > 1 {
		e.Chain = Steps(l.Hops)
	}
	return e, true
}

// downloads reports whether browsers keep a response as a file: it says so, or is of
// a type that they do not show.
func downloads(h *fact.Hop) bool {
	if h.Status < 200 || h.Status > 299 || h.Status == 204 || h.Status == 205 {
		return false
	}
	disposition, _, _ := strings.Cut(header(h, "content-disposition"), ";")
	if strings.EqualFold(strings.TrimSpace(disposition), "attachment") {
		return true
	}
	kind := contentType(h)
	switch family, name, _ := strings.Cut(kind, "/"); family {
	case "", "text", "image", "audio", "video", "font", "multipart":
		return false
	case "application":
		return !strings.HasSuffix(name, "xml") && !strings.HasSuffix(name, "json") && name != "javascript" && name != "pdf"
	}
	return true
}

func contentType(h *fact.Hop) string {
	kind, _, _ := strings.Cut(header(h, "content-type"), ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// programs are the endings of files that run, or that a computer installs, when they
// are opened; and programTypes their content types.
var (
	programs = words("exe msi msix msixbundle appx com scr pif bat cmd ps1 vbs vbe js jse wsf hta cpl reg lnk dll " +
		"dmg pkg app command apk aab xapk ipa deb rpm snap flatpak flatpakref appimage run sh bash py pl jar jnlp crx xpi iso img vhd")
	programTypes = words("application/x-msdownload application/x-msdos-program application/vnd.microsoft.portable-executable application/x-dosexec application/x-ms-installer " +
		"application/x-msi application/x-apple-diskimage application/vnd.apple.installer+xml application/vnd.android.package-archive application/x-debian-package " +
		"application/vnd.debian.binary-package application/x-rpm application/x-redhat-package-manager application/x-executable application/x-elf application/x-sh " +
		"application/java-archive application/x-java-archive application/x-java-jnlp-file application/x-chrome-extension application/x-xpinstall application/x-iso9660-image")
)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// executable reports whether a file is one that runs when it is opened, by its type
// or its name.
func executable(h *Hop) bool {
	return programTypes[contentType(h.Hop)] || programs[ending(fileName(h))]
}

// fileName is the name under which a response is kept: the one that it gives
// (RFC 6266), or the last of its address.
func fileName(h *Hop) string {
	for _, part := range strings.Split(header(h.Hop, "content-disposition"), ";") {
		name, value, _ := strings.Cut(part, "=")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "filename", "filename*":
			return strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return h.URL.Path[strings.LastIndexByte(h.URL.Path, '/')+1:]
}

func ending(name string) string {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return ""
	}
	return strings.ToLower(name[i+1:])
}
