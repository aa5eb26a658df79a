package io.voicetelemetry.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import io.opentelemetry.api.trace.SpanContext;
import io.voicetelemetry.event.VoiceMetricsListener;
import org.jspecify.annotations.Nullable;

final class DefaultSessionBuilder implements SessionBuilder {

	private final Function<DefaultSessionBuilder, VoiceSession> opener;

	private final Refusals refusals;

	private @Nullable String id;

	private @Nullable String roomName;

	private @Nullable String userId;

	private @Nullable String tenantId;

	private @Nullable String agentName;

	private @Nullable Instant startedAt;

	private SpanContext remoteParent = SpanContext.getInvalid();

	private boolean content = true;

	private final List<VoiceMetricsListener> listeners = new ArrayList<>();

	private final Map<String, String> metadata = new LinkedHashMap<>();

	DefaultSessionBuilder(Function<DefaultSessionBuilder, VoiceSession> opener, Refusals refusals) {
		this.opener = opener;
		this.refusals = refusals;
	}

	@Override
	public SessionBuilder id(@Nullable String id) {
		this.id = limited(id);
		return this;
	}

	@Override
	public SessionBuilder roomName(@Nullable String roomName) {
		this.roomName = limited(roomName);
		return this;
	}

	@Override
	public SessionBuilder userId(@Nullable String userId) {
		this.userId = limited(userId);
		return this;
	}

	@Override
	public SessionBuilder tenantId(@Nullable String tenantId) {
		this.tenantId = limited(tenantId);
		return this;
	}

	@Override
	public SessionBuilder agentName(@Nullable String agentName) {
		this.agentName = limited(agentName);
		return this;
	}

	@Override
	public SessionBuilder metadata(@Nullable String key, @Nullable String value) {
		if (key == null || key.isBlank()) {
			this.refusals.count(RefusalReason.NULL_ARGUMENT);
		}
		else if (value != null) {
			if (key.length() > ApplicationAttributes.MAX_KEY_LENGTH) {
				this.refusals.count(RefusalReason.ATTRIBUTE_LIMIT);
			}
			else if (this.metadata.size() < ApplicationAttributes.MAX || this.metadata.containsKey(key)) {
				this.metadata.put(key, SpanRecording.SAFE_TEXT.limit(value));
			}
			else {
				this.refusals.count(RefusalReason.ATTRIBUTE_LIMIT);
			}
		}
		return this;
	}

	@Override
	public SessionBuilder startedAt(@Nullable Instant at) {
		this.startedAt = at;
		return this;
	}

	@Override
	public SessionBuilder remoteParent(@Nullable SpanContext remote) {
		this.remoteParent = (remote != null) ? remote : SpanContext.getInvalid();
		return this;
	}

	@Override
	public SessionBuilder content(boolean content) {
		this.content &= content;
		return this;
	}

	@Override
	public SessionBuilder listener(@Nullable VoiceMetricsListener listener) {
		if (listener == null) {
			this.refusals.count(RefusalReason.NULL_ARGUMENT);
		}
		else if (this.listeners.size() >= SessionFigures.MAX_LISTENERS) {
			this.refusals.count(RefusalReason.LISTENER_LIMIT);
		}
		else {
			this.listeners.add(listener);
		}
		return this;
	}

	@Override
	public VoiceSession start() {
		return this.opener.apply(this);
	}

	private static @Nullable String limited(@Nullable String value) {
		return (value != null && !value.isBlank()) ? SessionIdentity.limited(value) : null;
	}

	@Nullable Instant startedAt() {
		return this.startedAt;
	}

	SpanContext remoteParent() {
		return this.remoteParent;
	}

	boolean content() {
		return this.content;
	}

	Map<String, String> metadata() {
		return this.metadata;
	}

	List<VoiceMetricsListener> listeners() {
		return this.listeners;
	}

	SessionIdentity identity() {
		String given = this.id;
		return new SessionIdentity((given != null) ? given : UUID.randomUUID().toString(), given != null, this.roomName,
				this.userId, this.tenantId, this.agentName);
	}

}
