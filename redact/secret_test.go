package redact

import (
	"strings"
	"testing"
)

// random36 stands for the random part of a token; written in pieces so that no
// scanner takes this file for a leak.
const random36 = "a1B2c3D4e5F6g7H8i9" + "J0k1L2m3N4o5P6q7R8"

func TestTokens(t *testing.T) {
	mask, keep := masks(t), keeps(t)
	for _, secret := range []string{
		"AKIA" + "IOSFODNN7EXAMPLE", "ASIA" + "IOSFODNN7EXAMPLE",
		"ghp_" + random36, "ghs_" + random36, "github_pat_" + random36 + "_" + random36, "glpat-" + random36[:20],
		"xoxb-" + "1234567890-abcdefghij", "xapp-1-" + random36,
		"sk_live_" + random36, "rk_test_" + random36, "whsec_" + random36,
		"sk-" + random36, "sk-proj-" + random36, "sk-ant-api03-" + random36 + "-" + random36, "sk-" + strings.Repeat("ab12", 8),
		"AIza" + random36[:35], "ya29." + random36, "GOCSPX-" + random36[:28],
		"eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0." + random36,
		"npm_" + random36, "hf_" + random36, "pypi-AgE" + random36, "SG." + random36[:22] + "." + random36 + "1234567",
		"shpat_" + strings.Repeat("0a1b", 8), "dop_v1_" + strings.Repeat("0a1b", 16),
		"dp.pt." + random36 + "1234567", "dp.st.prd_eu." + random36 + "1234567", "SK" + strings.Repeat("0a1b", 8),
		"dbs_" + random36[:22], "dbr_" + random36[:22], "dbs_abcdefghijklmnopqrstuv",
	} {
		mask("use "+secret+".", "use [secret].")
		mask(`{"x":"`+secret+`"}`, `{"x":"[secret]"}`)
		mask("X="+secret+"\n", "X=[secret]\n")
	}
	keep("dbw_" + random36[:22] + " pk_live_" + random36)
	keep("AKIA and AKIAIOSFODNN7EXAMPL and AKIAIOSFODNN7EXAMPLEX and akiaiosfodnn7example")
	keep("task-1234567890123456789012345 sk-learn-something-with-long-names-2 sk-short1")
	keep("ghp_short github_pat_x xoxo-hugs xox-1 npm_config_registry eyJhbGciOiJIUzI1NiJ9 dbs_backup_schedule_daily")
	keep("hf_hub_download(x) sk_live_x")
	keep("dp.st.dev dp.pt.layout.width.of.the.first.column SKU0123456789abcdef0123456789abcdef SK" + strings.Repeat("0A1b", 8))
}

func TestBearerAndPEM(t *testing.T) {
	mask, keep := masks(t), keeps(t)
	mask("Authorization: Bearer "+random36, "Authorization: Bearer [secret]")
	mask("curl -H 'authorization: bearer "+random36+"=='", "curl -H 'authorization: bearer [secret]'")
	mask("Authorization: Basic dXNlcjpwYXNzd29yZA==", "Authorization: Basic [secret]")
	mask("post to https://hooks.slack.com/services/T0AB12CD3/B0AB12CD3/"+random36[:24]+".", "post to https://[secret].")
	keep("post to https://hooks.slack.com/services/T/B or see hooks.slack.com")
	keep("the bearer of bad news; Bearer authentication/authorization-flows")
	const key = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----"
	mask("a "+key+" b "+key, "a [secret] b [secret]")
	mask("a -----BEGIN PRIVATE KEY-----\nMIIBcut", "a [secret]")
	mask("-----BEGIN PGP PRIVATE KEY BLOCK-----\nx\n-----END PGP PRIVATE KEY BLOCK-----.", "[secret].")
	keep("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----")
	keep("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----")
}

func TestAssignments(t *testing.T) {
	mask, keep := masks(t), keeps(t)
	mask("password=hunter2&user=ann", "password=[secret]&user=ann")
	mask("Password: hunter2.", "Password: [secret].")
	mask("password: Tr0ub4dor&3, ok", "password: [secret], ok")
	mask("password=Tr0ub4dor&3", "password=[secret]")
	mask("my password is Tr0ub4dor&3 and", "my password is [secret] and")
	mask("?password=a1b2&c&user.name=ann&x=1", "?password=[secret]&user.name=ann&x=1")
	mask("DB_PASSWORD = 's3 cret' # x", "DB_PASSWORD = '[secret]' # x")
	mask(`{"password":"letmein","a":1}`, `{"password":"[secret]","a":1}`)
	mask(`"{\"api_key\":\"`+random36+`\"}"`, `"{\"api_key\":\"[secret]\"}"`)
	mask("api_key: "+random36, "api_key: [secret]")
	mask("api key = "+random36, "api key = [secret]")
	mask("STRIPE-API-KEY="+random36, "STRIPE-API-KEY=[secret]")
	mask("aws_secret_access_key="+random36+"/+x", "aws_secret_access_key=[secret]")
	mask("client_secret => '"+random36+"'", "client_secret => '[secret]'")
	mask("access_token="+random36+";", "access_token=[secret];")
	mask("mot de passe : Soleil42!", "mot de passe : [secret]")
	mask("Passwort: geheim123 contraseña: sol2024x senha=abcdef", "Passwort: [secret] contraseña: [secret] senha=[secret]")
	mask("my password is hunter2, ok", "my password is [secret], ok")
	mask("Das Passwort ist: geheim123", "Das Passwort ist: [secret]")
	mask("mon mot de passe est Soleil42!", "mon mot de passe est [secret]")
	mask("the api key is abcd1234efgh", "the api key is [secret]")
	mask("postgres://app:s3cret@db:5432/x", "postgres://app:[secret]@db:5432/x")
	mask("password="+strings.Repeat("x1", 1000)+" b", "password=[secret] b")
	keep("password: must be changed; Password: required")
	keep("my password is not working, the password is 8 characters; the token is expired; this is hunter22")
	keep("password=${DB_PASSWORD} password=<yours> password=*** password=null password=")
	keep("token: expired, max_token=1024, tokens=15000000 secret: between us")
	keep("key: value, monkey=banana12345, primary key: id12345678, keyboard: azerty12345")
	keep("https://example.com:8080/a:b@c x://:@y")
}
