package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"reflect"
	"testing"

	"midwatch/wasm/fact"
)

func sample() fact.Visit {
	return fact.Visit{
		ID: "v1", Source: fact.Firefox, Tab: 3, Private: true, Omitted: 2,
		Navigation: fact.Load{Destination: "main_frame", Hops: []fact.Hop{{URL: "https://a.test/ü", At: 1.5, Status: 200,
			Headers: []fact.Header{{Name: "location", Value: "x"}}, Done: true}}},
		Pages:   []fact.Page{{URL: "https://a.test/", Forms: []fact.Form{{Action: "http://b.test/", Credentials: []fact.Credential{fact.Card}}}}},
		Network: fact.Network{Epoch: "e", Trust: fact.Trusted},
		Known:   []fact.Known{{Host: "a.test", HSTS: fact.Policy{MaxAge: 1 << 40, Expires: 12.25}}},
	}
}

func TestRoundTrip(t *testing.T) {
	v := sample()
	got, err := DecodeVisit(AppendVisit(nil, &v))
	if err != nil || !reflect.DeepEqual(got, v) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, v)
	}
}

func TestMalformed(t *testing.T) {
	v := sample()
	whole := AppendVisit(nil, &v)
	huge := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(huge, math.MaxUint32)
	for name, b := range map[string][]byte{
		"empty":           {},
		"cut":             whole[:len(whole)-1],
		"with a tail":     append(bytes.Clone(whole), 0),
		"lying length":    huge,
		"not a number":    bytes.Replace(whole, appendNumber(nil, 3), appendNumber(nil, math.NaN()), 1),
		"beyond integers": bytes.Replace(whole, appendNumber(nil, 3), appendNumber(nil, 1e300), 1),
	} {
		if _, err := DecodeVisit(b); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: error %v, want ErrMalformed", name, err)
		}
	}
}

func FuzzDecodeVisit(f *testing.F) {
	v := sample()
	f.Add(AppendVisit(nil, &v))
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := DecodeVisit(b)
		if err != nil {
			return
		}
		again, err := DecodeVisit(AppendVisit(nil, &v))
		if err != nil || !reflect.DeepEqual(again, v) {
			t.Errorf("%+v came back as %+v, %v", v, again, err)
		}
	})
}
