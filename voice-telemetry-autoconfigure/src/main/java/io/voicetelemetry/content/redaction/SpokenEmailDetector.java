package io.voicetelemetry.content.redaction;

import java.util.Locale;
import java.util.Set;

/**
 * Finds e-mail addresses as they are spoken: "jane dot doe at example dot com". What
 * stands before the "at" belongs to it as far as it is joined by words for signs, or
 * spelled; with a word such as "email" before it, further.
 */
final class SpokenEmailDetector {

	/** How many words before the "at" may belong to an address. */
	private static final int MAX_LOCAL = 24;

	/** How many words may stand before the "at" where an address was announced. */
	private static final int MAX_FREE = 5;

	private static final int MAX_LABELS = 6;

	private static final int MAX_LABEL_WORDS = 3;

	private static final Set<String> ENDINGS = Set.of("com", "org", "net", "edu", "gov", "mil", "int", "io", "co",
			"info", "biz", "app", "dev", "ai", "me", "tv", "name", "pro", "xyz", "online", "cloud", "email", "uk", "ie",
			"de", "at", "ch", "fr", "es", "it", "nl", "be", "lu", "pt", "pl", "cz", "dk", "se", "no", "fi", "eu", "us",
			"ca", "au", "nz", "in", "jp", "br", "mx", "za", "sg", "hk", "kr", "cn", "ru", "tr", "gr", "hu", "ro", "il",
			"ae", "ac", "museum", "hotel", "travel", "health", "clinic");

	private static final Set<String> SIGNS = Set.of("dot", "underscore", "dash", "hyphen", "minus", "plus", "period",
			"point", ".", "_", "-", "+");

	/** Whatever stands before it, this is no name: "look at example dot com". */
	private static final Set<String> NO_NAMES = Set.of("is", "it's", "its", "it", "at", "to", "email", "e-mail", "mail",
			"emails", "email's", "address", "and", "my", "the", "or", "yes", "no", "so", "um", "uh", "that's", "that",
			"use", "contact", "us", "on", "please", "send", "was", "with", "for", "would", "be", "as", "his", "her",
			"our", "your", "their", "i", "have", "you", "can", "reach", "under", "by", "we'll", "we", "she", "he",
			"they", "him", "them", "said", "ok", "okay", "sure", "write", "of", "a", "an", "in", "look", "looking",
			"looked", "online", "shop", "shopping", "find", "visit", "website", "site", "page", "up", "here", "there",
			"check", "order", "ordered", "work", "works", "working", "worked", "buy", "bought", "book", "booked",
			"sign", "signed", "registered", "live", "available", "hosted", "out", "over", "this", "what", "who", "are",
			"were", "am", "if", "but", "oh", "well", "think", "domain", "account", "job", "meet", "see", "read",
			"more");

	private static final Set<String> NO_DOMAINS = Set.of("the", "a", "an", "my", "our", "this", "that", "dot", "at");

	private final Words words;

	private SpokenEmailDetector(Words words) {
		this.words = words;
	}

	static void find(String text, Findings findings) {
		if (findings.known(SensitiveKind.EMAIL) == null) {
			return;
		}
		Words words = Words.of(text);
		SpokenEmailDetector detector = new SpokenEmailDetector(words);
		int floor = 0;
		for (int i = 1; i < words.count() - 1; i++) {
			boolean sign = words.is(i, "@");
			if (sign || words.is(i, "at")) {
				int end = detector.domain(words.isBracketed(i) ? i + 2 : i + 1);
				int start = (end > 0) ? detector.localPart(floor, words.isBracketed(i) ? i - 2 : i - 1) : -1;
				if (start >= 0) {
					findings.add(words.start(start), words.end(end), SensitiveKind.EMAIL);
					floor = end + 1;
					i = end;
				}
			}
		}
	}

	/**
	 * The last word of a domain, or -1.
	 */
	private int domain(int first) {
		int last = -1;
		int index = first;
		for (int labels = 1; labels <= MAX_LABELS && index < this.words.count(); labels++) {
			int sign = dotAfter(index, (labels == 1) ? MAX_LABEL_WORDS : 1);
			if (labels > 1 && this.words.isWord(index) && ENDINGS.contains(word(index))) {
				last = index;
			}
			if (sign < 0) {
				return last;
			}
			index = this.words.isBracketed(sign) ? sign + 2 : sign + 1;
		}
		return last;
	}

	/**
	 * The dot after a part of a domain, which may be heard as more than one word; or -1.
	 */
	private int dotAfter(int first, int words) {
		int index = first;
		for (int i = 0; i < words && this.words.isWord(index); i++) {
			int next = index + 1;
			boolean dash = isSign(next) && !isDot(next);
			if (NO_DOMAINS.contains(word(index)) && !dash) {
				return -1;
			}
			int sign = this.words.isBracketed(next + 1) ? next + 1 : next;
			if (isDot(sign)) {
				return sign;
			}
			index = dash ? next + 1 : next;
		}
		return -1;
	}

	private boolean isDot(int index) {
		return this.words.is(index, "dot") || this.words.is(index, "point")
				|| (this.words.is(index, ".") && this.words.isGlued(index));
	}

	/**
	 * The first word of what stands before the sign, or -1.
	 */
	private int localPart(int floor, int last) {
		if (last < floor || !this.words.isWord(last) || (NO_NAMES.contains(word(last)) && !isSpelled(floor, last))) {
			return -1;
		}
		boolean announced = this.words.isAnnounced(last);
		int first = last;
		int free = 0;
		while (first > floor && last - first < MAX_LOCAL) {
			int before = first - 1;
			if (isSign(before) && before > floor && this.words.isWord(before - 1)) {
				first = before - 1;
			}
			else if (this.words.isWord(before) && isSpelledOn(floor, before, first)) {
				first = before;
			}
			else if (announced && free < MAX_FREE && this.words.isWord(before) && !NO_NAMES.contains(word(before))) {
				first = before;
				free++;
			}
			else {
				break;
			}
		}
		return first;
	}

	private boolean isSign(int index) {
		return index < this.words.count() && SIGNS.contains(word(index))
				&& (this.words.isWord(index) || this.words.isGlued(index));
	}

	/**
	 * Whether letters or digits are told one by one, so that a word and the next belong
	 * together.
	 */
	private boolean isSpelledOn(int floor, int index, int next) {
		if (this.words.isDigits(index) || this.words.isDigits(next)) {
			return this.words.isDigits(index) || !NO_NAMES.contains(word(index));
		}
		return this.words.isLetter(index) && isSpelled(floor, index);
	}

	/**
	 * Whether a letter is one of several, or cannot be a word of its own.
	 */
	private boolean isSpelled(int floor, int index) {
		if (!this.words.isLetter(index)) {
			return false;
		}
		String letter = word(index);
		return !(letter.equals("a") || letter.equals("i")) || (index > floor && this.words.isLetter(index - 1));
	}

	private String word(int index) {
		return this.words.text(index).toLowerCase(Locale.ROOT);
	}

}
