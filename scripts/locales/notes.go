package main

import "midwatch/wasm/say"

// What the background says of itself: where something failed, and what became of
// its memory. A cause is the browser's or our own technical one, in English.
var _ = []say.Message{
	say.New("note_busy", "Midwatch could not keep up with a page: some of its requests were not looked at."),
	say.New("note_missed", "Midwatch missed something on a page ({cause})."),
	say.New("note_not_judged", "Midwatch could not judge this page ({cause})."),
	say.New("note_not_counted", "Midwatch could not count its findings ({cause})."),
	say.New("note_no_canary", "Midwatch could not ask for the page that it knows ({cause})."),
	say.New("note_no_network", "Midwatch could not follow what your browser tells of the network ({cause})."),
	say.New("note_no_memory", "Midwatch cannot keep what it sees ({cause}). It goes on, but forgets when it is stopped."),
	say.New("note_not_written", "Midwatch could not write down what it saw ({cause})."),
	say.New("note_afresh", "Midwatch’s memory could not be opened. It was set aside, and a new one was begun: what sites used to do has to be learned again."),
	say.Plural("note_damaged", "{count:number} damaged record of Midwatch’s memory was left out.", "{count:number} damaged records of Midwatch’s memory were left out."),
}
