package main

import "midwatch/wasm/say"

// What is said in a page, and beside it: the banner, the question before a secret is
// sent, and the browser's notification. What a check or the question itself says comes
// from the core.
var _ = []say.Message{
	say.New("banner_label", "Warning from Midwatch, not from this page"),
	say.New("banner_leave", "Leave this page"),
	say.New("banner_close", "Close this warning"),
	say.New("banner_lost", "The page took away the warning that Midwatch put into it. Do not trust what it shows."),

	say.New("question_label", "Question from Midwatch, not from this page"),
	say.New("question_keep", "Do not send"),
	say.New("question_send", "Send anyway"),
	// Where the background did not answer, so that nothing is known but that there is a password field.
	say.New("question_unchecked_title", "Midwatch could not check where this password goes"),
	say.New("question_unchecked_text", "It may be sent without encryption, so that anyone on this network can read it. Wait a moment, and try again."),

	say.New("notification_text", "In a tab that you are not looking at: {host}. Click to go there."),
	say.New("notification_private", "In a private window that you are not looking at. Click to go there."),
}
