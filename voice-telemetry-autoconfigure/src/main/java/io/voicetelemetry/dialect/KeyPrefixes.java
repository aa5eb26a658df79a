package io.voicetelemetry.dialect;

import java.util.Arrays;
import java.util.Collection;

/**
 * What keys may begin with. Asked for each attribute of each span, so those that begin
 * with another character are not even looked at. Immutable.
 */
final class KeyPrefixes {

	private static final int ASCII = 128;

	private static final String[] NONE = {};

	private final String[][] byFirst = new String[ASCII][];

	/**
	 * Prefixes, which are not empty and begin with a character of ASCII.
	 */
	KeyPrefixes(Collection<String> prefixes) {
		Arrays.fill(this.byFirst, NONE);
		for (String prefix : prefixes) {
			String[] others = this.byFirst[prefix.charAt(0)];
			String[] all = Arrays.copyOf(others, others.length + 1);
			all[others.length] = prefix;
			this.byFirst[prefix.charAt(0)] = all;
		}
	}

	/**
	 * Whether a key begins with one of them.
	 */
	boolean begin(String key) {
		if (key.isEmpty() || key.charAt(0) >= ASCII) {
			return false;
		}
		for (String prefix : this.byFirst[key.charAt(0)]) {
			if (key.startsWith(prefix)) {
				return true;
			}
		}
		return false;
	}

}
