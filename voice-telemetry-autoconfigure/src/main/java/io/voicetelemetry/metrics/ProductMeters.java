package io.voicetelemetry.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of the application's own, by name, up to a bound. Nothing of this throws.
 * Thread-safe.
 */
final class ProductMeters {

	private static final int MAX_NAMES = 100;

	private static final int MAX_TAGS = 10;

	/** Registries add up whole nanoseconds. */
	private static final double MAX_SECONDS = 1e7;

	private static final double MAX_VALUE = 1e18;

	private static final Logger logger = LoggerFactory.getLogger(VoiceMeters.class);

	/** Written as Prometheus writes names, where a dot and an underscore are the same. */
	private static final Set<String> OWN_NAMES = Arrays.stream(VoiceMeter.values())
		.map((meter) -> canonical(meter.spec().name()))
		.collect(Collectors.toUnmodifiableSet());

	/** Of what ends like this there is a new value with each call, caller or request. */
	private static final Pattern ID = Pattern.compile("(.*_)?(id|sid|uuid)");

	/** There are few tenants, and the meters of the table have them, too. */
	private static final String TENANT = "tenant_id";

	/** Rooms are opened for a call each. */
	private static final Set<String> ROOMS = Set.of("room_name", "voice_room_name");

	private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

	private final MeterFactory factory;

	private final TagBounds bounds;

	private final int maxCombinations;

	private final Map<String, ProductMeter> meters = new ConcurrentHashMap<>();

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	ProductMeters(MeterFactory factory, int maxTagValues, int maxCombinations) {
		TagBounds.check(maxTagValues, maxCombinations);
		this.factory = factory;
		this.bounds = new TagBounds(maxTagValues);
		this.maxCombinations = maxCombinations;
	}

	void count(@Nullable String name, double amount, @Nullable String @Nullable [] tags) {
		record(name, MeterKind.COUNTER, null, Buckets.NONE, amount, tags);
	}

	void record(@Nullable String name, double value, @Nullable String @Nullable [] tags) {
		record(name, MeterKind.SUMMARY, null, Buckets.NONE, value, tags);
	}

	void record(@Nullable String name, @Nullable Duration time, @Nullable String @Nullable [] tags) {
		double seconds = (time != null) ? time.getSeconds() + time.getNano() / 1e9 : -1;
		record(name, MeterKind.TIMER, "seconds", Buckets.WAIT, seconds, tags);
	}

	private void record(@Nullable String name, MeterKind kind, @Nullable String unit, double[] buckets, double value,
			@Nullable String @Nullable [] tags) {
		try {
			if (name == null || tags == null || tags.length % 2 != 0) {
				complain(name, "its tags are not keys and values by turns, or it has no name");
				return;
			}
			if (!(value >= 0 && value <= ((kind == MeterKind.TIMER) ? MAX_SECONDS : MAX_VALUE))) {
				complain(name, "a value is no number from 0 on, or so large that sums would not be any");
				return;
			}
			ProductMeter meter = this.meters.get(name);
			if (meter == null) {
				meter = add(new MeterSpec(name, kind, unit, "", buckets), tags);
			}
			if (meter == null) {
				return;
			}
			if (meter.spec().kind() != kind) {
				complain(name, "it was a " + meter.spec().kind().label() + " before");
				return;
			}
			meter.record(value, tags, this);
		}
		catch (Throwable ex) {
			this.factory.failed(String.valueOf(name), ex);
		}
	}

	private @Nullable ProductMeter add(MeterSpec spec, @Nullable String[] tags) {
		String name = spec.name();
		if (name.isBlank() || name.length() > TagBounds.MAX_LENGTH) {
			complain("", "its name is empty or too long");
			return null;
		}
		if (OWN_NAMES.contains(canonical(name))) {
			complain(name, "Voice Telemetry has a meter of that name");
			return null;
		}
		return addWithinBound(spec, tags);
	}

	private synchronized @Nullable ProductMeter addWithinBound(MeterSpec spec, @Nullable String[] tags) {
		ProductMeter meter = this.meters.get(spec.name());
		if (meter == null && this.meters.size() >= MAX_NAMES) {
			complain("", "there are " + MAX_NAMES + " others already");
			return null;
		}
		if (meter == null) {
			List<MeterTag> keys = keys(spec.name(), tags);
			meter = new ProductMeter(spec, keys, new MeterFamily(spec.name(), keys, this.bounds, this.maxCombinations,
					(values) -> new MeterRow(this.factory, values, 1)));
			this.meters.put(spec.name(), meter);
		}
		return meter;
	}

	private List<MeterTag> keys(String name, @Nullable String[] tags) {
		List<MeterTag> keys = new ArrayList<>();
		for (int i = 0; i < tags.length; i += 2) {
			String key = tags[i];
			if (key == null || key.isBlank() || key.length() > TagBounds.MAX_LENGTH || isId(key)
					|| keys.size() == MAX_TAGS) {
				complainOfTag(name);
			}
			else if (!keys.contains(MeterTag.open(key))) {
				keys.add(MeterTag.open(key));
			}
		}
		return List.copyOf(keys);
	}

	private static boolean isId(String key) {
		String canonical = canonical(HUMP.matcher(key).replaceAll("_"));
		return ROOMS.contains(canonical) || (!canonical.equals(TENANT) && ID.matcher(canonical).matches());
	}

	private static String canonical(String name) {
		return name.replace('.', '_').replace('-', '_').toLowerCase(Locale.ROOT);
	}

	private void complain(@Nullable String name, String why) {
		if (tell(name + why)) {
			logger.warn("The meter '{}' is not recorded: {}. Further cases are not logged", name, why);
		}
	}

	void complainOfTag(String name) {
		if (tell(name)) {
			logger.warn("A tag of the meter '{}' is left out: it is an id, has no key, was not there when "
					+ "the meter was recorded for the first time, or is one too many. Further cases are not logged",
					name);
		}
	}

	/**
	 * Whether something is to be told: once, and bounded even if every name is another.
	 */
	private boolean tell(String what) {
		return this.told.size() < 10 * MAX_NAMES && this.told.add(what);
	}

}
