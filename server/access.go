package server

import (
	"slices"

	"github.com/debrief-dev/debrief/control"
)

// Access is who may call one route: a row of the table that says so for all of
// the document. Besides them there are only the dashboard's files, which are
// anyone's.
type Access struct {
	Route  string       // method and path, as in the OpenAPI document
	Need   control.Role // the least role; "" where By says it all
	By     Caller
	Person bool // a signed-in person; a key may not, whatever its role
	Local  bool // through the folder's socket only
}

// Caller is how a route knows its caller where it is not by role.
type Caller string

// The ways besides roles.
const (
	ByRole   Caller = ""       // by Need
	ByAnyone Caller = "anyone" // pages, health; signing in, accepting an invitation, signing out
	BySender Caller = "sender" // by a write key or a server key
)

// Accesses is the one table of who may call what. A read key has the role
// analyst, or viewer where it was made without transcripts.
func Accesses() []Access {
	return slices.Concat(sendingAccess(), topicAccess(), []Access{
		{Route: "GET /tag.js", By: ByAnyone},
		{Route: "GET /healthz", By: ByAnyone},
		{Route: "GET /readyz", By: ByAnyone},
		{Route: "GET /signin", By: ByAnyone},
		{Route: "GET /docs/api", By: ByAnyone},
		{Route: "GET /api/openapi.json", By: ByAnyone},

		{Route: "POST /api/v1/session", By: ByAnyone},
		{Route: "DELETE /api/v1/session", By: ByAnyone},
		{Route: "POST /api/v1/invitations", By: ByAnyone},

		{Route: "GET /api/v1/me", Need: control.Viewer},
		{Route: "GET /api/v1/status", Need: control.Viewer},
		{Route: "GET /api/v1/metrics", Need: control.Viewer},
		{Route: "GET /api/v1/metrics/{id}", Need: control.Viewer},
		{Route: "GET /api/v1/reports/overview", Need: control.Viewer},
		{Route: "GET /api/v1/reports/satisfaction", Need: control.Viewer},
		{Route: "GET /api/v1/conversations", Need: control.Viewer},
		{Route: "GET /api/v1/live", Need: control.Viewer},
		{Route: "GET /api/v1/health/inbox", Need: control.Viewer},
		{Route: "GET /api/v1/sources", Need: control.Viewer},
		{Route: "GET /api/v1/filters", Need: control.Viewer},
		{Route: "GET /api/v1/filters/values", Need: control.Viewer},

		{Route: "POST /api/v1/me/password", Need: control.Viewer, Person: true},
		{Route: "GET /api/v1/me/sessions", Need: control.Viewer, Person: true},
		{Route: "DELETE /api/v1/me/sessions", Need: control.Viewer, Person: true},
		{Route: "DELETE /api/v1/me/sessions/{id}", Need: control.Viewer, Person: true},

		{Route: "GET /api/v1/conversations/{id}", Need: control.Analyst},
		{Route: "GET /api/v1/conversations/{id}/like", Need: control.Analyst},
		{Route: "GET /api/v1/export/{what}", Need: control.Analyst},
		{Route: "GET /api/v1/install", Need: control.Analyst},
		{Route: "GET /api/v1/keys", Need: control.Analyst},
		{Route: "GET /api/v1/settings", Need: control.Analyst},
		{Route: "GET /api/v1/settings/goals", Need: control.Analyst},
		{Route: "POST /api/v1/import/preview", Need: control.Analyst, Person: true},
		{Route: "POST /api/v1/import/file", Need: control.Analyst, Person: true},

		{Route: "PUT /api/v1/settings", Need: control.Owner},
		{Route: "POST /api/v1/keys", Need: control.Owner},
		{Route: "PUT /api/v1/keys/{id}", Need: control.Owner},
		{Route: "POST /api/v1/keys/{id}/rotate", Need: control.Owner},
		{Route: "DELETE /api/v1/keys/{id}", Need: control.Owner},
		{Route: "GET /api/v1/people", Need: control.Owner},
		{Route: "POST /api/v1/people", Need: control.Owner},
		{Route: "PATCH /api/v1/people/{id}", Need: control.Owner},
		{Route: "DELETE /api/v1/people/{id}", Need: control.Owner},
		{Route: "POST /api/v1/people/{id}/invitation", Need: control.Owner},
		{Route: "DELETE /api/v1/people/{id}/sessions", Need: control.Owner},
		{Route: "GET /api/v1/audit", Need: control.Owner},
		{Route: "POST /api/v1/signin-links", Need: control.Owner},
		{Route: "POST /api/v1/import", Need: control.Owner},
		{Route: "POST /api/v1/rebuild", Need: control.Owner},
		{Route: "GET /api/v1/erasures", Need: control.Owner},
		{Route: "POST /api/v1/erasures", Need: control.Owner},
		{Route: "POST /api/v1/erasures/compact", Need: control.Owner},
		{Route: "GET /api/v1/backup", Need: control.Owner, Local: true},
	})
}

// topicAccess are the rows of topics.
func topicAccess() []Access {
	return []Access{
		{Route: "GET /api/v1/reports/topics", Need: control.Viewer},
		{Route: "GET /api/v1/reports/gaps", Need: control.Viewer},
		{Route: "GET /api/v1/topics", Need: control.Viewer},
		{Route: "GET /api/v1/topics/{id}", Need: control.Viewer},
		{Route: "GET /api/v1/topic-decisions", Need: control.Analyst},
		{Route: "POST /api/v1/topics/{id}/{decision}", Need: control.Analyst, Person: true},
		{Route: "POST /api/v1/topics/refit", Need: control.Analyst, Person: true},
	}
}

// sendingAccess are the rows of the routes that send, and of those that SDKs
// ask first.
func sendingAccess() []Access {
	return []Access{
		{Route: "POST /t", By: BySender},
		{Route: "POST /1.0/event", By: BySender},
		{Route: "POST /v1/batch", By: BySender},
		{Route: "POST /v1/b", By: BySender},
		{Route: "POST /v1/track", By: BySender},
		{Route: "POST /v1/t", By: BySender},
		{Route: "POST /v1/identify", By: BySender},
		{Route: "POST /v1/i", By: BySender},
		{Route: "POST /v1/page", By: BySender},
		{Route: "POST /v1/p", By: BySender},
		{Route: "POST /v1/screen", By: BySender},
		{Route: "POST /v1/s", By: BySender},
		{Route: "POST /v1/group", By: BySender},
		{Route: "POST /v1/g", By: BySender},
		{Route: "POST /v1/alias", By: BySender},
		{Route: "POST /v1/a", By: BySender},
		{Route: "POST /v1/m", By: ByAnyone},
		{Route: "POST /v1/traces", By: BySender},
		{Route: "POST /v1/logs", By: BySender},
		{Route: "POST /v1/metrics", By: BySender},
		{Route: "POST /api/public/otel/v1/traces", By: BySender},
		{Route: "POST /i/v0/ai/otel", By: BySender},
		{Route: "GET /v1/projects/{key}/settings", By: ByAnyone},
		{Route: "GET /sourceConfig", By: ByAnyone},
		{Route: "POST /batch", By: BySender},
		{Route: "POST /e", By: BySender},
		{Route: "POST /capture", By: BySender},
		{Route: "POST /i/v0/e", By: BySender},
		{Route: "POST /i/v0/ai/batch", By: BySender},
		{Route: "POST /i/v1/analytics/events", By: BySender},
		{Route: "POST /cloudevents", By: BySender},
		{Route: "POST /2/httpapi", By: BySender},
		{Route: "POST /httpapi", By: BySender},
		{Route: "POST /flags", By: ByAnyone},
		{Route: "POST /decide", By: ByAnyone},
		{Route: "GET /array/{key}/config", By: ByAnyone},
		{Route: "GET /array/{key}/config.js", By: ByAnyone},
	}
}

// accessTo is the row of a route. One that has none is nobody's, and a test
// holds that there is none such.
func accessTo(route string) (Access, bool) {
	all := Accesses()
	i := slices.IndexFunc(all, func(a Access) bool { return a.Route == route })
	if i < 0 {
		return Access{}, false
	}
	return all[i], true
}

// includes reports whether a role may do what another may.
func includes(have, need control.Role) bool {
	rank := func(r control.Role) int {
		switch r {
		case control.Owner:
			return 3
		case control.Analyst:
			return 2
		case control.Viewer:
			return 1
		default:
			return 0
		}
	}
	return rank(have) >= rank(need)
}

// refuse says why a principal may not call a route, or nil.
func (a Access) refuse(p principal) error {
	switch {
	case !includes(p.role, a.Need):
		return errForbidden("Your role, " + string(p.role) + ", may not do this: it needs " + string(a.Need) + ".")
	case a.Local && !p.local:
		return errForbidden("Only a command on the machine that holds the data may do this.")
	case a.Person && p.person == nil:
		return errForbidden("Only a person who is signed in may do this.")
	default:
		return nil
	}
}
