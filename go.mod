module midwatch

go 1.26

require (
	github.com/evanw/esbuild v0.28.2 // indirect
	github.com/hack-pad/safejs v0.1.0 // indirect
	github.com/tdewolff/parse/v2 v2.8.20 // indirect
)
