package io.voicetelemetry.dialect;

import java.util.Collection;
import java.util.List;

/**
 * What keys may begin with. Asked for each attribute of each span, so those that begin
 * with another character are not even looked at. Immutable.
 */
final class KeyPrefixes {

	private static final int ASCII = 128;

	private final String[][] byFirst = new String[ASCII][];

	/**
	 * Prefixes, which are not empty and begin with a character of ASCII.
	 */
	KeyPrefixes(Collection<String> prefixes) {
		for (int first = 0; first < ASCII; first++) {
			char character = (char) first;
			List<String> some = prefixes.stream().filter((prefix) -> prefix.charAt(0) == character).distinct().toList();
			this.byFirst[first] = some.toArray(String[]::new);
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
