package where

// Fields lists every field in the order of the documentation.
func Fields() []FieldInfo {
	fields := append(turnFields(), eventFields()...)
	fields = append(fields, conversationFields()...)
	for i, f := range fields {
		fields[i].Ops = opsOf(f.Type)
	}
	return fields
}

func turnFields() []FieldInfo {
	return []FieldInfo{
		{
			Name: FieldAgent, Type: TypeString, Level: LevelTurn,
			Example: `agent = "support"`,
			Meaning: "The copilot that answered, by its agent_id.",
		},
		{
			Name: FieldVersion, Type: TypeString, Level: LevelTurn,
			Example: `version in ("1.4.0", "1.4.1")`,
			Meaning: "The copilot's version, as its answer names it.",
		},
		{
			Name: FieldModel, Type: TypeString, Level: LevelTurn,
			Example: `model ~ "mini"`,
			Meaning: "The language model that wrote the answer.",
		},
		{
			Name: FieldTopic, Type: TypeString, Level: LevelTurn,
			Example: `topic = "billing"`,
			Meaning: "The prompt's topic, by its id or its name; pooled prompts and small talk have none.",
		},
		{
			Name: FieldTheme, Type: TypeString, Level: LevelTurn,
			Example: `theme = "payments"`,
			Meaning: "The theme of the prompt's topic, by its id or its name.",
		},
		{
			Name: FieldLanguage, Type: TypeWord, Level: LevelTurn,
			Example: `language in (en, fr)`,
			Meaning: "The language the prompt is written in, as a code of two letters; of a short one that of what is said around it; `und` where nothing tells.",
		},
		{
			Name: FieldSignal, Type: TypeEnum, Level: LevelTurn, Values: signals(),
			Example: `signal = rephrased`,
			Meaning: "What a detector saw on the turn; a turn may carry several.",
		},
	}
}

func eventFields() []FieldInfo {
	return []FieldInfo{
		{
			Name: FieldUser, Type: TypeString, Level: LevelEvent,
			Example: `user = "u-1042"`,
			Meaning: "The user's id; an anonymous id counts as the user it was later found to be.",
		},
		{
			Name: FieldAccount, Type: TypeString, Level: LevelEvent,
			Example: `account != "acme"`,
			Meaning: "The account's id.",
		},
		{
			Name: FieldSession, Type: TypeString, Level: LevelEvent,
			Example: `session = "s-77"`,
			Meaning: "The sender's session id; the conversation's id where none was sent.",
		},
		{
			Name: FieldEnvironment, Type: TypeWord, Level: LevelEvent,
			Example: `environment = staging`,
			Meaning: "Where the copilot ran; production where none was sent.",
		},
		{
			Name: FieldRating, Type: TypeNumber, Level: LevelEvent,
			Example: `rating < 0.5`,
			Meaning: "An explicit rating, normalised from its scale to 0..1.",
		},
		{
			Name: FieldText, Type: TypeString, Level: LevelEvent,
			Example: `text ~ "export"`,
			Meaning: "The words of a prompt, an answer or a comment.",
		},
		{
			Name: FieldProp, Type: TypeAny, Level: LevelEvent,
			Example: `prop.plan in ("pro", "team")`,
			Meaning: "A custom property of an event; a key with other characters is quoted: prop.\"my key\".",
		},
	}
}

func conversationFields() []FieldInfo {
	return []FieldInfo{
		{
			Name: FieldOutcome, Type: TypeEnum, Level: LevelConversation, Values: outcomes(),
			Example: `outcome in (failed, abandoned)`,
			Meaning: "How the conversation ended; exactly one.",
		},
		{
			Name: FieldSettled, Type: TypeBool, Level: LevelConversation,
			Example: `settled = true`,
			Meaning: "Whether the settling time has passed, so that the outcome is final.",
		},
		{
			Name: FieldSatisfaction, Type: TypeNumber, Level: LevelConversation,
			Example: `satisfaction >= 0.75`,
			Meaning: "The mean of the conversation's explicit ratings, 0..1; absent without one, never estimated.",
		},
		{
			Name: FieldConverted, Type: TypeBool, Level: LevelConversation,
			Example: `converted = true`,
			Meaning: "Whether a conversion counts for the conversation.",
		},
		{
			Name: FieldValue, Type: TypeNumber, Level: LevelConversation,
			Example: `value > 100`,
			Meaning: "The summed value of the conversions that count for the conversation, in each of their currencies.",
		},
		{
			Name: FieldTurns, Type: TypeNumber, Level: LevelConversation,
			Example: `turns >= 3`,
			Meaning: "How many turns the conversation has.",
		},
		{
			Name: FieldStarted, Type: TypeTime, Level: LevelConversation,
			Example: `started >= 2026-11-01`,
			Meaning: "When the conversation began: a date, or an RFC 3339 time in quotes.",
		},
		{
			Name: FieldUserProp, Type: TypeAny, Level: LevelConversation,
			Example: `user.role = "admin"`,
			Meaning: "A property of the conversation's user, as last identified.",
		},
		{
			Name: FieldAccountProp, Type: TypeAny, Level: LevelConversation,
			Example: `account.seats > 50`,
			Meaning: "A property of the conversation's account, as last grouped.",
		},
	}
}

func outcomes() []string {
	return []string{"confirmed", "assumed", "failed", "escalated", "abandoned", "unknown"}
}

func signals() []string {
	return []string{
		"rephrased", "repeated", "corrected", "frustrated", "thanked", "escalated", "small_talk",
		"refused", "fallback", "unanswered", "same_answer", "slow",
		"copied", "regenerated", "stopped", "edited", "suggestion_used", "handed_off",
	}
}
