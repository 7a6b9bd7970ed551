package main

import "midwatch/wasm/say"

// What several surfaces say. A file of this folder for each surface has its own.
var _ = []say.Message{
	say.New("manifest_description", "Tells you when somebody between you and a site can read or change what you see."),

	say.New("level_notice", "Worth knowing"),
	say.New("level_warning", "You are exposed"),
	say.New("level_danger", "Act now"),

	say.New("state_secure", "Secure"),
	say.New("state_exposed", "Exposed"),
	say.New("state_suspect", "Suspect"),
	say.New("state_off", "Off"),

	say.New("outcome_blocked", "Blocked"),
	say.New("outcome_upgraded", "Upgraded"),
	say.New("outcome_loaded", "Loaded without encryption"),
	say.New("outcome_covered", "Covered from now on"),
	say.New("outcome_passed", "Passed without encryption"),

	say.New("cause_server", "the server sent you on"),
	say.New("cause_hsts", "your browser knew to encrypt, and asked nobody"),
	say.New("cause_https_first", "your browser tries HTTPS first"),
	say.New("cause_upgrade_insecure_requests", "the page had your browser use HTTPS"),
	say.New("cause_mixed_content_upgrade", "your browser switched a part of an encrypted page to HTTPS"),
	say.New("cause_extension", "something in your browser sent you on"),
	say.New("cause_fallback", "that failed, and your browser went on without encryption"),
	say.New("cause_meta_refresh", "the page itself told your browser to go on"),
	say.New("cause_script", "the page itself went on, by a script"),

	say.New("strength_weak", "Weak: this often has an innocent cause"),
	say.New("strength_strong", "Strong: this rarely has an innocent cause"),
	say.New("strength_conclusive", "Conclusive: this has no innocent cause"),

	say.New("looking", "Looking …"),
}
