package main

import "midwatch/wasm/say"

// What findings and incidents are shown with, wherever they are.
var _ = []say.Message{
	say.New("parts_to_do", "What to do"),
	say.New("parts_why", "Why it matters"),
	say.New("parts_seen", "What was seen"),
	say.Plural("parts_more", "and {count:number} more", "and {count:number} more"),
	say.New("parts_read_more", "Read more about this"),
	say.New("parts_place", "in {element}"),
	say.New("parts_place_line", "in {element}, line {line:number}"),
	say.New("parts_error", "Your browser calls it {code}"),

	say.New("parts_chain", "The way the request took"),
	say.New("parts_clear", "not encrypted"),

	say.New("parts_aside", "You set this aside: {title}"),
	say.New("parts_pieces", "What points at it ({count:number})"),
	say.Plural("parts_times", "{count:number} time", "{count:number} times"),
	say.New("parts_reason", "You set this aside: {reason}"),
	say.New("parts_count_again", "Count it again"),
	say.New("parts_count_again_what", "Count this again: {title}"),
	say.New("parts_know_why", "Do you know why? Then it need not count."),
	say.New("parts_reason_example", "It is my own test, my employer looks in, …"),
	say.New("parts_set_aside", "Set it aside"),
	say.New("parts_set_aside_what", "Set this aside: {title}"),
	say.New("parts_not_kept", "It could not be kept. {cause}"),
}
