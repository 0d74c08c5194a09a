package client

import "time"

// About says whom an event is about and where it belongs. What is empty is
// left out; one value serves every event of a conversation.
type About struct {
	Conversation string // needed by Prompt, Response, Satisfaction, Action and Tool
	Session      string // the visit; the conversation's id where there is none
	Agent        string // which of your copilots
	Message      string // your id of the prompt or answer; a response that is sent again under it replaces the one before

	User      string // your id of the person
	Anonymous string // an id from before they signed in
	Account   string // the company or team they belong to

	ID         string         // of the event; made up by default. Two with one id are stored once
	At         time.Time      // when it happened; the time of the call by default
	Properties map[string]any // anything else; traits, of Identify and Group. Values become JSON during the call
}

// Response is what the copilot answered. Text or Error is needed; an empty
// Text with an Error is an answer that failed.
type Response struct {
	Text         string
	Error        string // why there is no good answer
	ReplyTo      string // Message of the prompt; the conversation's last one by default
	Model        string
	Version      string // of your copilot: its prompt, its configuration
	Latency      time.Duration
	FirstToken   time.Duration // until the first token was there
	InputTokens  int
	OutputTokens int
	CostUSD      float64
	Sources      []string // what the answer rests on
}

// Satisfaction is what a user said of an answer: a Rating with its Scale, a
// Comment, or all three.
type Satisfaction struct {
	Rating  string // as the user gave it: "4", "up"
	Scale   string // "1-5", "0-10", "thumbs", …: see docs/events.md
	Comment string
}

// Conversion is something of value that happened. It needs a conversation or
// a user in its About.
type Conversion struct {
	Name     string // "subscription started"
	Value    float64
	Currency string // "EUR"; without it Value is not sent
}

// Tool is a tool that the copilot invoked.
type Tool struct {
	Name     string
	Duration time.Duration
	Error    string
}

// Action is what a user did with an answer.
type Action string

// The actions.
const (
	Copied         Action = "copied"
	Regenerated    Action = "regenerated"
	Stopped        Action = "stopped"
	Edited         Action = "edited"
	SuggestionUsed Action = "suggestion_used"
	HandedOff      Action = "handed_off" // to a human
)

// Prompt records what a user asked.
func (c *Client) Prompt(about About, text string) error {
	return c.record(&about, event{name: namePrompt, own: []property{{"prompt", text}}})
}

// Response records what the copilot answered.
func (c *Client) Response(about About, r Response) error {
	e := event{name: nameResponse, own: make([]property, 0, maxOwn)}
	if r.Text != "" || r.Error == "" {
		e.own = append(e.own, property{"response", r.Text})
	}
	e.text("error", r.Error)
	e.text("reply_to", r.ReplyTo)
	e.text("model", r.Model)
	e.text("version", r.Version)
	e.milliseconds("latency_ms", r.Latency)
	e.milliseconds("time_to_first_token_ms", r.FirstToken)
	e.number("input_tokens", float64(r.InputTokens))
	e.number("output_tokens", float64(r.OutputTokens))
	e.number("cost_usd", r.CostUSD)
	if len(r.Sources) > 0 {
		e.own = append(e.own, property{"sources", r.Sources})
	}
	return c.record(&about, e)
}

// Satisfaction records what a user said of an answer.
func (c *Client) Satisfaction(about About, s Satisfaction) error {
	e := event{name: nameSatisfaction}
	e.text("rating", s.Rating)
	e.text("rating_scale", s.Scale)
	e.text("comment", s.Comment)
	return c.record(&about, e)
}

// Conversion records something of value.
func (c *Client) Conversion(about About, v Conversion) error {
	e := event{name: nameConversion}
	e.text("name", v.Name)
	if v.Currency != "" {
		e.own = append(e.own, property{"value", v.Value}, property{"currency", v.Currency})
	}
	return c.record(&about, e)
}

// Action records what a user did with an answer.
func (c *Client) Action(about About, action Action) error {
	return c.record(&about, event{name: nameAction, own: []property{{"action", string(action)}}})
}

// Tool records that the copilot invoked a tool.
func (c *Client) Tool(about About, tool Tool) error {
	e := event{name: nameTool, own: []property{{"tool", tool.Name}}}
	e.milliseconds("duration_ms", tool.Duration)
	e.text("error", tool.Error)
	return c.record(&about, e)
}

// Track records any other event of yours. By a copilot event's full name, as
// screeb_copilot_user_prompt, it is that event, with its own properties among
// those of about.
func (c *Client) Track(about About, name string) error {
	return c.record(&about, event{name: name})
}

// Identify records traits of about.User: the properties. With Anonymous it
// ties what that id did to the user.
func (c *Client) Identify(about About) error {
	return c.record(&about, event{kind: "identify"})
}

// Group records traits of about.Account, and that about.User belongs to it.
func (c *Client) Group(about About) error {
	return c.record(&about, event{kind: "group"})
}

// record judges an event and queues it.
func (c *Client) record(about *About, e event) error {
	if about.At.IsZero() {
		about.At = c.now()
	}
	e.about, e.common = about, c.options.Properties
	i, fault := c.encoder.encode(&e)
	if fault != nil {
		return fault
	}
	return c.queue.put(i)
}
