package check

import (
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

var (
	missingUnseenWay             = say.New("missing_file_way", "A lone HTML file does not tell how it was reached.")
	missingRestoredWay           = say.New("missing_restored_way", "The browser showed this page from its memory, so how it was reached was not seen again.")
	missingFileHeaders           = say.New("missing_file_headers", "A lone HTML file has no response headers.")
	missingRestoredHeaders       = say.New("missing_restored_headers", "The browser showed this page from its memory, so no response was seen.")
	missingFileLoads             = say.New("missing_file_loads", "A lone HTML file does not tell what a browser would really load.")
	missingFileFailures          = say.New("missing_file_failures", "A lone HTML file has no connection that could fail.")
	missingUntranslated          = say.New("missing_untranslated", "Firefox told of a failed request only in a sentence of its own language, which cannot be relied on.")
	missingUnlistedHosts         = say.New("missing_preload_list", "Browsers have a list of sites that they never open without encryption (the HSTS preload list, HTTP Strict Transport Security). It could not be read.")
	missingChromeProxies         = say.New("missing_chrome_proxies", "Chrome hides the proxy (a computer that passes your traffic on) from an extension that did not set it.")
	missingRecordingProxies      = say.New("missing_recording_proxies", "A recording does not tell what its requests went through.")
	missingFileProxies           = say.New("missing_file_proxies", "A lone HTML file does not tell what it came through.")
	missingRecordingNetwork      = say.New("missing_recording_network", "A recording holds nothing of its network but the pages themselves.")
	missingFileNetwork           = say.New("missing_file_network", "A lone HTML file tells nothing of a network.")
	missingFileCertificate       = say.New("missing_file_certificate", "A lone HTML file has no certificate.")
	missingChromeCertificates    = say.New("missing_chrome_certificates", "Chrome does not show certificates to extensions. So it is not known who issued this one, how strong the encryption is, or whether you told Chrome to accept one that does not check out.")
	missingRecordingCertificates = say.New("missing_recording_certificates", "A recording does not hold the certificates that were accepted.")
	missingRestoredCertificate   = say.New("missing_restored_certificate", "The browser showed this page from its memory, so its certificate was not seen again.")
	missingHiddenCertificate     = say.New("missing_firefox_certificate", "Firefox did not show this page's certificate.")

	missingRequests      = say.Plural("missing_requests", "This page made too many requests: {n:number} of them was not looked at.", "This page made too many requests: {n:number} of them were not looked at.")
	missingFrames        = say.New("missing_frames", "This page has too many frames, and the text of some was not read. Left out: {n:number}.")
	missingLongText      = say.New("missing_text_long", "The page is too long, or does not stop growing: only its beginning was read. Megabytes read: {n:number}.")
	missingRefs          = say.New("missing_addresses", "The page names too many insecure addresses to judge them all. Judged: {n:number} of {all:number}.")
	missingForms         = say.New("missing_forms", "The page has too many forms to judge them all. Judged: {n:number} of {all:number}.")
	missingEndlessText   = say.New("missing_text_endless", "The page is too long, or does not stop growing: only its beginning was read.")
	missingRecordingText = say.New("missing_recording_text", "The recording does not hold the page's text.")
	missingUnreadText    = say.New("missing_text_unread", "The page's text was not read: it is not a web page, or the browser does not let extensions read it.")
)

// Missing tells why the facts that a check needs are not all there; empty if they
// are. Where no document came, there is nothing that a
// check of documents could miss.
func (s *Subject) Missing(needs []fact.Kind) []say.Phrase {
	if len(s.Chain) == 0 {
		return nil
	}
	for _, k := range needs {
		if reason := s.missing(k); len(reason) > 0 {
			return reason
		}
	}
	return nil
}

func (s *Subject) missing(k fact.Kind) []say.Phrase {
	lone := s.Source == fact.HTML
	switch k {
	case fact.Navigation:
		if lone {
			return say.Words(missingUnseenWay.With())
		}
		if s.Restored {
			return say.Words(missingRestoredWay.With())
		}
	case fact.Headers:
		if lone {
			return say.Words(missingFileHeaders.With())
		}
		if s.Restored {
			return say.Words(missingRestoredHeaders.With())
		}
	case fact.Loads:
		if lone {
			return say.Words(missingFileLoads.With())
		}
		if s.Omitted > 0 {
			return say.Words(missingRequests.With(say.N(s.Omitted)))
		}
	case fact.Text:
		return s.missingText()
	case fact.Failures:
		if lone {
			return say.Words(missingFileFailures.With())
		}
		for _, l := range s.Loads {
			if l.Hops[len(l.Hops)-1].Error == fact.Untranslated {
				return say.Words(missingUntranslated.With())
			}
		}
	case fact.Preload:
		if s.unlisted {
			return say.Words(missingUnlistedHosts.With())
		}
	case fact.Certificates:
		return s.missingCertificate()
	case fact.Proxies:
		switch s.Source {
		case fact.Chromium:
			return say.Words(missingChromeProxies.With())
		case fact.HAR:
			return say.Words(missingRecordingProxies.With())
		case fact.HTML:
			return say.Words(missingFileProxies.With())
		}
	case fact.Surroundings:
		switch s.Source {
		case fact.HAR:
			return say.Words(missingRecordingNetwork.With())
		case fact.HTML:
			return say.Words(missingFileNetwork.With())
		}
	}
	return nil
}

// missingCertificate tells why the certificate that the document came with was not
// seen. What is not shown of parts is not told: they are many, and the document's is
// there.
func (s *Subject) missingCertificate() []say.Phrase {
	switch {
	case s.Source == fact.HTML:
		return say.Words(missingFileCertificate.With())
	case s.URL.Scheme != "https" || !s.Reached:
		return nil
	case s.Source == fact.Chromium:
		return say.Words(missingChromeCertificates.With())
	case s.Source == fact.HAR:
		return say.Words(missingRecordingCertificates.With())
	case s.Source != fact.Firefox:
		return nil
	case s.Restored:
		return say.Words(missingRestoredCertificate.With())
	case !slices.ContainsFunc(s.Connections, func(c fact.Connection) bool { return site.Name(c.Host) == site.Name(s.URL.Host) }):
		return say.Words(missingHiddenCertificate.With())
	}
	return nil
}

func (s *Subject) missingText() []say.Phrase {
	if !s.Reached {
		return nil
	}
	if s.OmittedPages > 0 {
		return say.Words(missingFrames.With(say.N(s.OmittedPages)))
	}
	read := false
	for _, p := range s.Pages {
		switch mebibytes := p.Bytes >> 20; {
		case p.Truncated && mebibytes > 0:
			return say.Words(missingLongText.With(say.N(mebibytes)))
		case p.Truncated:
			return say.Words(missingEndlessText.With())
		}
		if p.RefCount > len(p.Refs) {
			return say.Words(missingRefs.With(say.N(len(p.Refs)), say.N(p.RefCount)))
		}
		if p.FormCount > len(p.Forms) {
			return say.Words(missingForms.With(say.N(len(p.Forms)), say.N(p.FormCount)))
		}
		read = read || p.Frame == 0
	}
	switch {
	case read:
		return nil
	case s.Source == fact.HAR:
		return say.Words(missingRecordingText.With())
	}
	return say.Words(missingUnreadText.With())
}
