// OpenTelemetry's own exporters for Node, unmodified but for the address they send to.
import { context, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPTraceExporter as JSONExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtoExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KEYS, Server } from "../../e2e/support/server";
import { type Client, prompts, sendThroughRestart, sendTooFast, slowKey } from "../support/trial";

let server: Server;
beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server?.end());

interface Way {
  readonly Exporter: typeof ProtoExporter | typeof JSONExporter;
  readonly compression?: "gzip";
}
const WAYS: Readonly<Record<string, Way>> = { proto: { Exporter: ProtoExporter }, json: { Exporter: JSONExporter }, gzip: { Exporter: ProtoExporter, compression: "gzip" } };

/** An application whose spans go to the server in batches of a few. */
function application(key: string, { Exporter, compression }: Way, batch: { size?: number; queue?: number } = {}): BasicTracerProvider {
  const exporter = new Exporter({ url: `${server.origin}/v1/traces`, headers: { authorization: `Bearer ${key}` }, compression: compression as never, timeoutMillis: 60_000 });
  const processor = new BatchSpanProcessor(exporter, { maxExportBatchSize: batch.size ?? 100, maxQueueSize: batch.queue ?? 10_000, scheduledDelayMillis: 100, exportTimeoutMillis: 120_000 });
  return new BasicTracerProvider({ resource: resourceFromAttributes({ "service.name": "support", "service.version": "1.2.3", "deployment.environment.name": "prod" }), spanProcessors: [processor] });
}

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 20, 12, 0, second));
const asked = (text: string): string => JSON.stringify([{ role: "user", parts: [{ type: "text", content: text }] }]);
const answered = (text: string): string => JSON.stringify([{ role: "assistant", parts: [{ type: "text", content: text }] }]);

/** A turn as an agent's framework tells of it: the agent, a tool that fails, and a model that repeats both texts. */
function turn(app: BasicTracerProvider, conversation: string): Span {
  const tracer = app.getTracer("gen_ai");
  const agent = tracer.startSpan("invoke_agent support", {
    startTime: at(0),
    attributes: { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "support", "session.id": conversation, "user.id": "user_42", "gen_ai.input.messages": asked("How can I export my data?"), "gen_ai.output.messages": answered("From the Settings page.") },
  });
  const within = trace.setSpan(context.active(), agent);
  const tool = tracer.startSpan("execute_tool search", { startTime: at(1), attributes: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search" } }, within);
  tool.setStatus({ code: SpanStatusCode.ERROR, message: "timed out" });
  tool.end(at(2));
  const model = tracer.startSpan(
    "chat m-4",
    {
      startTime: at(3),
      attributes: { "gen_ai.operation.name": "chat", "gen_ai.response.model": "m-4", "gen_ai.response.id": `r-${conversation}`, "gen_ai.usage.input_tokens": 20, "gen_ai.usage.output_tokens": 7, "gen_ai.input.messages": asked("How can I export my data?"), "gen_ai.output.messages": answered("From the Settings page.") },
    },
    within,
  );
  model.end(at(5));
  agent.end(at(6));
  return model;
}

test.each(Object.keys(WAYS))("a turn that is told three times over in %s arrives once, with all that is known of it", async (name) => {
  const conversation = `conv_${name}`;
  const app = application(KEYS.server, WAYS[name] as Way);
  const model = turn(app, conversation);
  await app.shutdown();
  const logs = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter({ url: `${server.origin}/v1/logs`, headers: { "x-api-key": KEYS.server } }) })] } as never);
  logs.getLogger("feedback").emit({
    eventName: "gen_ai.evaluation.result",
    timestamp: at(9),
    context: trace.setSpan(context.active(), model),
    attributes: { "gen_ai.evaluation.name": "user_feedback", "gen_ai.evaluation.score.value": 1, "gen_ai.evaluation.explanation": "Clear", "gen_ai.response.id": `r-${conversation}` },
  });
  await logs.shutdown();

  const events = (await server.events()).filter(({ conversation_id }) => conversation_id === conversation);
  expect(events.map(({ kind }) => kind).toSorted()).toEqual(["satisfaction", "span", "span", "span"]);
  const told = await server.read("/api/v1/conversations/{id}", {}, conversation);
  expect(told).toMatchObject({ user_id: "user_42", agent_id: "support", prompts: 1, responses: 1, satisfaction: { explicit: 1 } });
  expect(told.turns).toMatchObject([
    { prompt: "How can I export my data?", response: "From the Settings page.", model: "m-4", version: "1.2.3", latency_ms: 6000, input_tokens: 20, output_tokens: 7, rating: 1 },
  ]);
});

test("a wrong key is told to the exporter, and nothing is kept", async () => {
  const app = application("a-key-that-is-none", WAYS["proto"] as Way);
  turn(app, "conv_wrong");
  await expect(app.shutdown()).rejects.toThrow("Unauthorized");
  expect((await server.events()).filter(({ conversation_id }) => conversation_id === "conv_wrong")).toEqual([]);
});

/** Each prompt is a span of a model. */
function client(key: string, batch: { size?: number } = {}): Client {
  const app = application(key, WAYS["proto"] as Way, batch);
  const tracer = app.getTracer("gen_ai");
  return {
    send: (conversation, prompt) => tracer.startSpan("chat m-4", { attributes: { "gen_ai.operation.name": "chat", "gen_ai.conversation.id": conversation, "gen_ai.input.messages": asked(prompt) } }).end(),
    close: () => app.shutdown(),
  };
}

test("a key that sends too fast is told to wait, and loses nothing", async () => {
  await sendTooFast(server, client(slowKey(server)));
});

test("the server is killed and started again while an application sends: nothing is lost, nothing is doubled", async () => {
  await sendThroughRestart(server, client(KEYS.server, { size: 5 }));
  expect(new Set(await prompts(server, "conv_kill")).size).toBeGreaterThan(50);
});
