package markup

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

// FuzzTokenizer holds what any text must: no panic, offsets inside the text and
// rising, and the same tokens whole and in pieces.
func FuzzTokenizer(f *testing.F) {
	for _, seed := range []string{
		`<!doctype html><p class=a onclick="b" ONLOAD=c>x &amp; y<br/></p><!-- > --!><script><!--<script></script>--></script>`,
		`<svg><![CDATA[x]]></svg><textarea></textareax></textarea/><title>&lt;</title a="b>"><plaintext>`,
		"<img/src=a\x00 alt='>'/href=\"b\" =c d = e f=><a\nhref=x\rtitle>\r\n<?x><!x></ x></><",
		`<div aria-labelledby="a" data-x='b'  class="c"><a href="javascript:x" title="long enough for two words">`,
	} {
		f.Add([]byte(seed), false)
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, foreign bool) {
		before := bytes.Clone(text)
		whole := tokensOf(t, text, len(text)+1, foreign)
		if !bytes.Equal(before, text) {
			t.Error("the text was changed")
		}
		for _, size := range []int{1, 3, 16} {
			if got := tokensOf(t, text, size, foreign); !slices.Equal(got, whole) {
				t.Fatalf("in pieces of %d\n got %q\nwant %q", size, got, whole)
			}
		}
	})
}

// tokensOf writes the tags and raw texts of a text fed in pieces of a size.
func tokensOf(t *testing.T, text []byte, size int, foreign bool) (list []string) {
	tokenizer := &Tokenizer{Foreign: foreign}
	var unread []byte
	for last := false; !last; {
		n := min(size, len(text))
		unread = append(unread[:len(unread):len(unread)], text[:n]...)
		text = text[n:]
		last = len(text) == 0
		tokenizer.Feed(unread, last)
		for offset := 0; ; offset = tokenizer.Offset() {
			kind := tokenizer.Next()
			if kind == More {
				break
			}
			if tokenizer.Start < offset || tokenizer.Start > tokenizer.Offset() || tokenizer.Offset() > len(unread) {
				t.Fatalf("token at %d to %d of %d, after %d", tokenizer.Start, tokenizer.Offset(), len(unread), offset)
			}
			switch kind {
			case Start:
				list = append(list, fmt.Sprintf("<%s %v", tokenizer.Name(), tokenizer.Closed))
				for a := range attributeCount {
					if tokenizer.Has(a) {
						list = append(list, fmt.Sprintf("%s=%s", a, tokenizer.Value(a)))
					}
				}
				for _, h := range tokenizer.Handlers {
					list = append(list, fmt.Sprintf("%s=%s", h.Name, h.Value))
				}
			case End:
				list = append(list, fmt.Sprintf("</%s", tokenizer.Name()))
			default:
				list = append(list, fmt.Sprintf("%d %s", kind, tokenizer.Content))
			}
		}
		unread = unread[len(unread)-tokenizer.Unread():]
	}
	return list
}

// FuzzDecode holds that decoding never grows a text, but for the two references
// that mean more than is written, and leaves one without references as it is.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{"a&amp;b&copy=1&notit;&#x41;&#99999999999;&", "&nGt;&nLt;", "\r\n\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, attribute := range []bool{true, false} {
			decoded := AppendDecoded(nil, text, attribute)
			if len(decoded) > 3*len(text) {
				t.Errorf("%q becomes %q", text, decoded)
			}
			if !bytes.ContainsAny(text, "&\r\x00") && !bytes.Equal(decoded, text) {
				t.Errorf("%q becomes %q", text, decoded)
			}
		}
	})
}
