package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"midwatch/wasm/check"
	"midwatch/wasm/export"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/inspect"
	"midwatch/wasm/page"
)

// judge prints the findings of all files.
func (c *command) judge() int {
	if err := hsts.UsePreload(hsts.Builtin); err != nil {
		c.complain("preload list", err) // built in: only a broken build has none
		return unusable
	}
	known, err := remembered(c.memory)
	if err != nil {
		// Judging on without it would write over what can still be saved.
		c.complain(c.memory, err)
		return unusable
	}
	if known.damaged > 0 {
		c.complain(c.memory, fmt.Errorf("%d damaged records were left out", known.damaged))
	}
	visits, used, status := c.visits()
	if used == 0 {
		return status // "no findings" would be untrue
	}
	// Memory grows in the order in which things happened, not in that of the
	// files.
	slices.SortStableFunc(visits, func(a, b fact.Visit) int { return cmp.Compare(begun(a), begun(b)) })
	reports := make([]finding.Report, len(visits))
	var findings []finding.Finding
	epochs := networks{}
	for i, v := range visits {
		v.Known = known.of(v)
		v.Epoch = epochs.of(v, c.trust)
		v.Network.Trust = v.Epoch.Trust
		reports[i] = inspect.Visit(v)
		epochs.learn(reports[i].Noticed)
		findings = append(findings, reports[i].Findings...)
		known.keep(reports[i].Remember)
	}
	document := export.New(export.Request{
		Session: strings.Join(c.files, ", "), Generated: moment(c.now), Version: version, Private: true, Redact: c.redact, Findings: findings,
	})
	document.Findings = slices.DeleteFunc(document.Findings, func(f export.Finding) bool { return f.Level.Rank() < c.level.Rank() })
	document.Incidents = slices.DeleteFunc(document.Incidents, func(in finding.Incident) bool { return in.Level.Rank() < c.level.Rank() })
	text, err := formats[c.format](nil, document)
	if c.format == "text" {
		text = appendUnchecked(text, reports)
	}
	if err == nil {
		_, err = c.out.Write(text)
	}
	if err != nil {
		c.complain(c.format, err)
		return unusable
	}
	if c.memory != "" {
		if err := known.write(c.memory); err != nil {
			c.complain(c.memory, err)
			return unusable
		}
	}
	if status == fine && c.fail && len(document.Findings) > 0 {
		return exposed
	}
	return status
}

// visits reads all files. A file is one recording, so it is one network epoch. used counts those that could be read.
func (c *command) visits() (list []fact.Visit, used, status int) {
	for _, file := range c.files {
		recordings, err := c.read(file)
		if err != nil {
			c.complain(file, err)
			status = unusable
			continue
		}
		used++
		skipped := 0
		for _, r := range recordings {
			v := r.Visit
			v.Network.Epoch = filepath.ToSlash(file)
			for _, text := range r.Texts {
				v.Pages = withText(v.Pages, page.Read(text.Body, text.Document, check.MaxRefs), text.Sheet)
			}
			skipped += r.Skipped
			list = append(list, v)
		}
		if skipped > 0 {
			c.complain(file, fmt.Errorf("entries without a usable address were left out: %d", skipped))
		}
	}
	return list, used, status
}

// withText adds what a text names to a visit's documents: a style sheet's
// addresses are those of the document that asked for it, if that was recorded.
func withText(pages []fact.Page, found fact.Page, sheet bool) []fact.Page {
	if !sheet {
		return append(pages, found)
	}
	for i := range pages {
		if p := &pages[i]; p.Frame == found.Frame {
			p.RefCount += found.RefCount
			p.Refs = append(p.Refs, found.Refs...)
			break
		}
	}
	return pages
}

// begun is the time of a visit's first request.
func begun(v fact.Visit) fact.Time {
	if hops := v.Navigation.Hops; len(hops) > 0 {
		return hops[0].At
	}
	if len(v.Loads) > 0 && len(v.Loads[0].Hops) > 0 {
		return v.Loads[0].Hops[0].At
	}
	return 0
}

// moment is a clock's time as a fact.
func moment(t time.Time) fact.Time { return fact.Time(t.UnixMilli()) }
