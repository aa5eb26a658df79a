package io.voicetelemetry.export;

import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackendResourceTests {

	private final BackendResource resource = new BackendResource(Map.of("team", "voice", "service.name", "agent"));

	@Test
	void addsToWhatTheApplicationSays() {
		Resource sent = this.resource.apply(spanOf("shop")).getResource();
		assertThat(sent.getAttributes()).isEqualTo(Attributes.builder()
			.put("host.name", "shop")
			.put("team", "voice")
			.put("service.name", "agent")
			.build());
	}

	@Test
	void resourcesThatTakeTurnsAreMergedOnce() {
		SpanData first = spanOf("first");
		SpanData second = spanOf("second");
		Resource merged = this.resource.apply(first).getResource();
		assertThat(this.resource.apply(second).getResource()).isNotSameAs(merged);
		assertThat(this.resource.apply(first).getResource()).isSameAs(merged);
	}

	@Test
	void doesNotKeepAnyNumberOfResources() {
		SpanData first = spanOf("first");
		Resource merged = this.resource.apply(first).getResource();
		for (int i = 0; i < 64; i++) {
			assertThat(this.resource.apply(spanOf("host" + i)).getResource().getAttributes().asMap())
				.containsValue("host" + i)
				.containsValue("voice");
		}
		assertThat(this.resource.apply(first).getResource()).isEqualTo(merged).isNotSameAs(merged);
	}

	private static SpanData spanOf(String host) {
		return TestSpanData.builder()
			.setName("span")
			.setKind(SpanKind.INTERNAL)
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setHasEnded(true)
			.setStatus(StatusData.unset())
			.setResource(Resource.create(Attributes.builder().put("host.name", host).put("service.name", "x").build()))
			.build();
	}

}
