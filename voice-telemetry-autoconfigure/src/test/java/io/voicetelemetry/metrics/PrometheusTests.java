package io.voicetelemetry.metrics;

import java.util.Arrays;
import java.util.List;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.TurnMetrics;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.metrics.Figures.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is scraped: names that dashboards rely on, and buckets that tell calls apart.
 */
class PrometheusTests {

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final Recorded recorded = new Recorded(this.registry);

	PrometheusTests() {
		this.registry.throwExceptionOnRegistrationFailure();
	}

	@Test
	void secondsHaveBucketsOfSeconds() {
		this.recorded.told(new TurnLatency(Figures.origin(), null, 0.7, UNKNOWN, List.of()),
				new TurnLatency(Figures.origin(), null, 1.2, UNKNOWN, List.of()));
		assertThat(bounds("voice_turn_latency_seconds_bucket{tenant_id=\"clinic-1\",le=")).containsExactly("0.05",
				"0.1", "0.2", "0.3", "0.5", "0.75", "1.0", "1.5", "2.0", "3.0", "5.0", "8.0", "13.0", "30.0", "+Inf");
		assertThat(this.registry.scrape()).contains("# TYPE voice_turn_latency_seconds histogram",
				"voice_turn_latency_seconds_bucket{tenant_id=\"clinic-1\",le=\"0.5\"} 0",
				"voice_turn_latency_seconds_bucket{tenant_id=\"clinic-1\",le=\"0.75\"} 1",
				"voice_turn_latency_seconds_bucket{tenant_id=\"clinic-1\",le=\"1.5\"} 2",
				"voice_turn_latency_seconds_count{tenant_id=\"clinic-1\"} 2",
				"voice_turn_latency_seconds_sum{tenant_id=\"clinic-1\"} 1.9");
	}

	@Test
	void tokensAndRequestsHaveTheBucketsOfTheConventions() {
		this.recorded.told(Figures.llm(Figures.origin()));
		String tags = "{gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"acme\",gen_ai_request_model=\"m1\","
				+ "gen_ai_response_model=\"m1-2026\",";
		assertThat(bounds("gen_ai_client_token_usage_token_bucket" + tags + "gen_ai_token_type=\"input\",le="))
			.containsExactly("1.0", "4.0", "16.0", "64.0", "256.0", "1024.0", "4096.0", "16384.0", "65536.0",
					"262144.0", "1048576.0", "4194304.0", "1.6777216E7", "6.7108864E7", "+Inf");
		assertThat(bounds(
				"gen_ai_client_operation_duration_seconds_bucket" + tags.replace("{", "{error_type=\"none\",") + "le="))
			.containsExactly("0.01", "0.02", "0.04", "0.08", "0.16", "0.32", "0.64", "1.28", "2.56", "5.12", "10.24",
					"20.48", "40.96", "81.92", "+Inf");
		assertThat(bounds("gen_ai_client_operation_time_to_first_chunk_seconds_bucket"
				+ tags.replace("{", "{error_type=\"none\",") + "le="))
			.hasSize(15);
	}

	@Test
	void namesAreNotDoubled() {
		this.recorded.listener().onSessionStart(Figures.start("clinic-1", "room"));
		this.recorded.listener().onSessionEnd(Figures.end("clinic-1", Outcome.SUCCESS, "hangup", null));
		this.recorded.told(Figures.llm(Figures.origin()), Figures.tool(Figures.origin()),
				new TurnMetrics(Figures.origin(), TurnMetrics.Role.AGENT, 2, false, false));
		assertThat(this.registry.scrape()).contains("voice_sessions_active 0.0",
				"voice_sessions_started_total{tenant_id=\"clinic-1\",voice_room_name_present=\"true\"} 1.0",
				"voice_session_duration_ms_count{outcome=\"success\",tenant_id=\"clinic-1\","
						+ "voice_disconnect_reason=\"hangup\"} 1",
				"voice_session_duration_ms_bucket{outcome=\"success\",tenant_id=\"clinic-1\","
						+ "voice_disconnect_reason=\"hangup\",le=\"120000.0\"} 1",
				"llm_tokens_input_total{llm_call_site=\"Agent.reply\",llm_model=\"m1\",llm_provider=\"acme\","
						+ "llm_use_case=\"greeting\",outcome=\"success\",tenant_id=\"clinic-1\"} 100.0",
				"voice_tool_duration_seconds_count{outcome=\"success\",tool=\"book\"} 1",
				"voice_turns_total{outcome=\"success\",role=\"agent\",tenant_id=\"clinic-1\"} 1.0",
				"# HELP voice_turns_total turns that ended: of the caller, or replies");
		assertThat(this.recorded.recorder().failures()).isZero();
	}

	@Test
	void theCounterOfSpringAiOfTheSameNameStaysBesideOurs() {
		this.registry
			.counter("gen_ai.client.token.usage", "gen_ai.operation.name", "chat", "gen_ai.system", "acme",
					"gen_ai.request.model", "m1", "gen_ai.response.model", "m1-2026", "gen_ai.token.type", "input")
			.increment(5);
		this.recorded.told(Figures.llm(Figures.origin()));
		assertThat(this.registry.scrape()).contains("gen_ai_client_token_usage_total{",
				"gen_ai_client_token_usage_token_count{");
		assertThat(this.recorded.recorder().failures()).isZero();
	}

	private List<String> bounds(String series) {
		return Arrays.stream(this.registry.scrape().split("\n"))
			.filter((line) -> line.startsWith(series))
			.map((line) -> line.substring(series.length() + 1, line.lastIndexOf('"')))
			.toList();
	}

}
