package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/pflag"
)

// release is the version of this source tree; CHANGELOG.md has its history.
const release = "0.1.0"

// version is the release and, where the build knows it, the commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return release + "+" + s.Value[:12]
		}
	}
	return release
}

func versionCommand() command {
	return command{
		name: "version", summary: "print the version",
		help: "Version prints the version of debrief and of Go, and the platform it was built\nfor.",
		flags: func(*pflag.FlagSet) func(context.Context, streams, []string) error {
			return func(_ context.Context, io streams, _ []string) error {
				_, err := fmt.Fprintf(io.out, "debrief %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
				return err
			}
		},
	}
}
