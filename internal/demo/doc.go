// Package demo simulates the product that `debrief demo` shows: ninety days of
// Boardwalk, a project tool for teams, and of its three copilots. Everything
// is made by rules and chance from a seed; every event says so (`demo: true`
// in its context, [Source] as its source).
//
// It sends what a real product sends: [event.Item]s under the documented
// names, to be judged by the same door as everyone's.
//
// # The story
//
// The numbers of the demo have these causes, and its tests hold them:
//
//   - Three agents: `support` answers most questions, `onboarding` those of the
//     first two weeks, `sql-helper` writes queries for analysts.
//   - Releases v40 → v41 → v42. v41 is a little better at everything. v42, twelve
//     days before the end, breaks one topic, scheduled exports: most of those
//     answers are now a fallback, beside the point or missing, so users rephrase,
//     regenerate, vote down and ask for a human. Everything else stays as it was.
//   - Two models share the support agent, split by user: `brook-2-mini` is faster
//     and cheaper than `brook-2` and a little worse.
//   - About seven of ten people write English, the others French, German and
//     Spanish; answers outside English are somewhat worse.
//   - Accounts have a plan (free, team, pro, enterprise), seats and an industry;
//     a few people ask very often and most rarely. Use follows office hours and
//     weekdays, grows with sign-ups and decays by cohort, faster for those whose
//     questions stay unsolved.
//   - Some visitors are anonymous first and identified when they sign up, some
//     stay anonymous; four of ten people never use a copilot.
//   - One conversation in seven is rated, by thumbs mostly; the rating follows the
//     outcome. Unsolved questions come back, in the same conversation or the next
//     day. Solved ones convert about four times as often, partly in the
//     conversation, partly in its session, partly hours later.
//   - A few testers work in `environment: staging`; a few conversations have no
//     session. Some texts hold invented addresses and phone numbers.
//
// # Reading order
//
// population.go makes accounts and people, visit.go a person's days,
// conversation.go a conversation, turn.go one prompt and its answer,
// reaction.go what the user does next, rating.go and conversion.go how it ends.
// What is said stands in topics/, one file a language.
package demo
