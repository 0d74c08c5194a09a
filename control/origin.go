package control

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// ErrOrigin wraps what is wrong with an origin.
var ErrOrigin = errors.New("this is no origin")

// Origin is a site whose pages may use a write key: scheme, host and, unless
// it is the usual one, port, as browsers send it. A host that begins with *.
// stands for every host below it: "https://*.example.com".
type Origin string

// ParseOrigin reads an origin as people write it: in any case, with a slash at
// its end or without.
func ParseOrigin(text string) (Origin, error) {
	u, err := url.Parse(strings.ToLower(strings.TrimSuffix(strings.TrimSpace(text), "/")))
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Hostname() == "" {
		return "", fmt.Errorf("%w: %q needs a scheme and a host, as in https://app.example.com", ErrOrigin, text)
	}
	if u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fmt.Errorf("%w: %q has more than a scheme, a host and a port", ErrOrigin, text)
	}
	host := u.Hostname()
	if below := strings.TrimPrefix(host, "*."); strings.Contains(below, "*") || !strings.Contains(below, ".") && below != host {
		return "", fmt.Errorf("%w: in %q a star may only stand for what is below a domain, as in https://*.example.com", ErrOrigin, text)
	}
	port := u.Port()
	if (u.Scheme == "https" && port == "443") || (u.Scheme == "http" && port == "80") {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	return Origin(u.Scheme + "://" + u.Host), nil
}

// covers reports whether a page of that origin, as a browser sent it, is one
// of the site's.
func (o Origin) covers(sent string) bool {
	scheme, host, found := strings.Cut(string(o), "://*.")
	if !found {
		return string(o) == sent
	}
	below, same := strings.CutPrefix(sent, scheme+"://")
	return same && strings.HasSuffix(below, "."+host)
}

// Allow reports whether a request that carries this Origin header may use the
// key. Browsers send one with every request that can carry events, so one
// without it is no page's, and a key limited to pages is not for it.
func (l *Limits) Allow(origin string) bool {
	if len(l.Origins) == 0 {
		return true
	}
	for _, o := range l.Origins {
		if origin != "" && o.covers(origin) {
			return true
		}
	}
	return false
}
