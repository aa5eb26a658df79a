package io.voicetelemetry.session;

import org.jspecify.annotations.Nullable;

/**
 * A place in a tree, and which children there are in it. They are linked to each other
 * rather than kept in a list, and a place is inherited rather than a field: either would
 * be one more object for each stage. All of it is guarded by the lock of the tree, which
 * whoever calls it holds.
 *
 * @param <T> what has places in the tree
 */
abstract class TreePlace<T extends TreePlace<T>> {

	private @Nullable T firstChild;

	private @Nullable T next;

	private @Nullable T previous;

	/** How many children hold a place and have not taken it. */
	private int expected;

	/**
	 * Holds a place for a child.
	 */
	final void expectOneMore() {
		this.expected++;
	}

	/**
	 * Told that a child takes the place that was held for it, or gives it up.
	 */
	final void expectOneLess() {
		this.expected--;
	}

	/**
	 * Whether there are children, or a place is held for one.
	 */
	final boolean hasChildren() {
		return this.firstChild != null || this.expected > 0;
	}

	final @Nullable T firstChild() {
		return this.firstChild;
	}

	final void add(T child) {
		// Of a T, private fields cannot be seen.
		TreePlace<T> added = child;
		TreePlace<T> next = this.firstChild;
		added.next = this.firstChild;
		if (next != null) {
			next.previous = child;
		}
		this.firstChild = child;
	}

	/**
	 * Removes a child, which may never have been added.
	 */
	final void remove(T child) {
		TreePlace<T> removed = child;
		TreePlace<T> next = removed.next;
		TreePlace<T> previous = removed.previous;
		if (previous != null) {
			previous.next = removed.next;
		}
		else if (this.firstChild == child) {
			this.firstChild = removed.next;
		}
		if (next != null) {
			next.previous = removed.previous;
		}
		removed.next = null;
		removed.previous = null;
	}

}
