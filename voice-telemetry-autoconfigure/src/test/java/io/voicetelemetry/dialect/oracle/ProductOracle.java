package io.voicetelemetry.dialect.oracle;

import java.util.Collection;
import java.util.List;

import io.voicetelemetry.test.ReceivedSpan;

/**
 * What a product makes of the spans that arrived. Stateless.
 */
public interface ProductOracle {

	/**
	 * Reads spans as the product does.
	 * @param spans all that arrived, traces whole
	 * @return what the product shows of each, in the order given; what it rejects is
	 * missing
	 */
	List<ProductView> show(Collection<ReceivedSpan> spans);

	/**
	 * Reads one span that stands alone.
	 */
	default ProductView show(ReceivedSpan span) {
		return show(List.of(span)).get(0);
	}

}
