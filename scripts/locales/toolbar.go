package main

import "midwatch/wasm/say"

var _ = []say.Message{
	say.New("toolbar_off", "Midwatch: nothing seen on this page"),
	say.New("toolbar_withheld", "Midwatch is off: your browser does not let it see sites"),
	say.New("toolbar_title", "Midwatch: {sentence}"),
}
