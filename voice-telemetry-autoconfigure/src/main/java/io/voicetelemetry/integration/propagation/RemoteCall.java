package io.voicetelemetry.integration.propagation;

import java.util.Map;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * What came along with a call from another process:
 * {@code telemetry.session().remoteParent(remote.span()).tenantId(remote.id("tenant.id"))}.
 *
 * @param span the span that the call comes from, invalid if none came along
 * @param ids the ids that came along and are allowed, by name
 * @since 0.1
 */
public record RemoteCall(SpanContext span, Map<String, String> ids) {

	/**
	 * Nothing came along.
	 */
	public static final RemoteCall NONE = new RemoteCall(SpanContext.getInvalid(), Map.of());

	/**
	 * Something that came along.
	 * @param span the span that the call comes from
	 * @param ids the ids
	 */
	public RemoteCall {
		ids = Map.copyOf(ids);
	}

	/**
	 * An id that came along.
	 * @param name its name, {@code tenant.id} say
	 * @return the id, or {@code null} if none came along or it is not allowed
	 */
	public @Nullable String id(@Nullable String name) {
		return (name != null) ? this.ids.get(name) : null;
	}

}
