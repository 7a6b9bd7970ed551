package check

import (
	"fmt"
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/site"
)

// Missing tells in plain words why the facts that a check needs are not all
// there; empty if they are. Where no document came, there is nothing that a
// check of documents could miss.
func (s *Subject) Missing(needs []fact.Kind) string {
	if len(s.Chain) == 0 {
		return ""
	}
	for _, k := range needs {
		if reason := s.missing(k); reason != "" {
			return reason
		}
	}
	return ""
}

func (s *Subject) missing(k fact.Kind) string {
	lone := s.Source == fact.HTML
	switch k {
	case fact.Navigation:
		if lone {
			return "A lone HTML file does not tell how it was reached."
		}
		if s.Restored {
			return "The browser showed this page from its memory, so how it was reached was not seen again."
		}
	case fact.Headers:
		if lone {
			return "A lone HTML file has no response headers."
		}
		if s.Restored {
			return "The browser showed this page from its memory, so no response was seen."
		}
	case fact.Loads:
		if lone {
			return "A lone HTML file does not tell what a browser would really load."
		}
		if s.Omitted > 0 {
			return fmt.Sprintf("This page made too many requests: %d of them were not looked at.", s.Omitted)
		}
	case fact.Text:
		return s.missingText()
	case fact.Failures:
		if lone {
			return "A lone HTML file has no connection that could fail."
		}
		for _, l := range s.Loads {
			if l.Hops[len(l.Hops)-1].Error == fact.Untranslated {
				return "Firefox told of a failed request only in a sentence of its own language, which cannot be relied on."
			}
		}
	case fact.Preload:
		if s.unlisted {
			return "The list of sites that browsers never open without encryption (the HSTS preload list, HTTP Strict Transport Security) could not be read."
		}
	case fact.Certificates:
		return s.missingCertificate()
	case fact.Proxies:
		switch s.Source {
		case fact.Chromium:
			return "Chrome tells an extension that does not set the proxy nothing of it."
		case fact.HAR:
			return "A recording does not tell what its requests went through."
		case fact.HTML:
			return "A lone HTML file does not tell what it came through."
		}
	case fact.Surroundings:
		switch s.Source {
		case fact.HAR:
			return "A recording holds nothing of its network but the pages themselves."
		case fact.HTML:
			return "A lone HTML file tells nothing of a network."
		}
	}
	return ""
}

// missingCertificate tells why the certificate that the document came with was not
// seen. What is not shown of parts is not told: they are many, and the document's is
// there.
func (s *Subject) missingCertificate() string {
	switch {
	case s.Source == fact.HTML:
		return "A lone HTML file has no certificate."
	case s.URL.Scheme != "https" || !s.Reached:
		return ""
	case s.Source == fact.Chromium:
		return "Chrome does not show certificates to extensions: not who issued this one, not how strong the encryption is, not whether you told it to accept one that does not check out."
	case s.Source == fact.HAR:
		return "A recording does not hold the certificates that were accepted."
	case s.Source != fact.Firefox:
		return ""
	case s.Restored:
		return "The browser showed this page from its memory, so its certificate was not seen again."
	case !slices.ContainsFunc(s.Connections, func(c fact.Connection) bool { return site.Name(c.Host) == site.Name(s.URL.Host) }):
		return "Firefox did not show this page's certificate."
	}
	return ""
}

func (s *Subject) missingText() string {
	if !s.Reached {
		return ""
	}
	if s.OmittedPages > 0 {
		return fmt.Sprintf("This page has too many frames: the text of %d of them was not read.", s.OmittedPages)
	}
	read := false
	for _, p := range s.Pages {
		switch mebibytes := p.Bytes >> 20; {
		case p.Truncated && mebibytes > 0:
			return fmt.Sprintf("The page is too long, or does not stop growing: only its first %d MiB were read.", mebibytes)
		case p.Truncated:
			return "The page is too long, or does not stop growing: only its beginning was read."
		}
		if p.RefCount > len(p.Refs) {
			return fmt.Sprintf("The page names too many insecure addresses: only the first %d of %d were judged.", len(p.Refs), p.RefCount)
		}
		if p.FormCount > len(p.Forms) {
			return fmt.Sprintf("The page has too many forms: only the first %d of %d were judged.", len(p.Forms), p.FormCount)
		}
		read = read || p.Frame == 0
	}
	switch {
	case read:
		return ""
	case s.Source == fact.HAR:
		return "The recording does not hold the page's text."
	}
	return "The page's text was not read: it is not a web page, or the browser does not let extensions read it."
}
