package io.voicetelemetry.export;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Sends spans with a resource of the backend's own. Used by the thread of a pipeline.
 */
final class BackendResource implements UnaryOperator<SpanData> {

	private static final int MAX_MERGED = 64;

	private final Resource own;

	/** An application has one or few, which the encoder knows again as the same. */
	private final Map<Resource, Resource> merged = new IdentityHashMap<>();

	BackendResource(Map<String, String> own) {
		AttributesBuilder attributes = Attributes.builder();
		own.forEach(attributes::put);
		this.own = Resource.create(attributes.build());
	}

	@Override
	public SpanData apply(SpanData span) {
		Resource resource = span.getResource();
		Resource merged = this.merged.get(resource);
		if (merged == null) {
			merged = resource.merge(this.own);
			if (this.merged.size() >= MAX_MERGED) {
				this.merged.clear();
			}
			this.merged.put(resource, merged);
		}
		return new WithResource(span, merged);
	}

	private static final class WithResource extends DelegatingSpanData {

		private final Resource resource;

		WithResource(SpanData span, Resource resource) {
			super(span);
			this.resource = resource;
		}

		@Override
		public Resource getResource() {
			return this.resource;
		}

	}

}
