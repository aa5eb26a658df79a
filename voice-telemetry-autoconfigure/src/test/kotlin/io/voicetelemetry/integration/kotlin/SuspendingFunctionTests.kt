package io.voicetelemetry.integration.kotlin

import io.opentelemetry.api.common.AttributeKey
import io.opentelemetry.context.Context
import io.opentelemetry.sdk.trace.data.SpanData
import io.voicetelemetry.annotation.TracedLlmCall
import io.voicetelemetry.annotation.TracedTool
import io.voicetelemetry.integration.SurroundedApplication
import io.voicetelemetry.integration.Surrounding
import io.voicetelemetry.session.LlmCall
import io.voicetelemetry.session.TelemetryAttribute
import io.voicetelemetry.session.TelemetryAttributes
import io.voicetelemetry.session.VoiceContext
import io.voicetelemetry.session.VoiceSession
import io.voicetelemetry.session.VoiceSpan
import io.voicetelemetry.session.VoiceTelemetry
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration

/**
 * Suspending functions that are annotated.
 */
class SuspendingFunctionTests {

	private val model = application.bean(SuspendingModel::class.java)

	private val session: VoiceSession = application.bean(VoiceTelemetry::class.java).session().start()

	private val refusals = application.bean(VoiceTelemetry::class.java).refusals()

	companion object {

		private lateinit var application: SurroundedApplication

		@JvmStatic
		@BeforeAll
		fun start() {
			application =
				Surrounding.PLAIN.start(listOf(Suspending::class.java), "voice.telemetry.content.capture=full")
		}

		@JvmStatic
		@AfterAll
		fun stop() {
			application.close()
		}

	}

	/**
	 * What is recorded of a call in which something suspends.
	 */
	private fun recorded(stage: String = "llm_request", work: suspend () -> Unit): SpanData {
		session.makeCurrent().use { runBlocking { work() } }
		session.end()
		assertThat(application.bean(VoiceTelemetry::class.java).refusals()).isEqualTo(refusals)
		val spans = spans(stage)
		assertThat(spans).hasSize(1)
		assertThat(spans[0].parentSpanId).isEqualTo(session.spanContext().spanId)
		return spans[0]
	}

	private fun spans(stage: String): List<SpanData> =
		application.stage(stage).filter { it.traceId == session.spanContext().traceId }

	private fun <T : Any> SpanData.value(attribute: TelemetryAttribute<T>): T? = attributes.get(attribute.key())

	private suspend fun assertBusy(ask: suspend () -> Unit) {
		assertThat(runCatching { ask() }.exceptionOrNull()).isInstanceOf(IllegalStateException::class.java)
			.hasMessage("busy")
	}

	private val SpanData.outcome get() = value(TelemetryAttributes.OUTCOME)

	private val SpanData.seconds get() = (endEpochNanos - startEpochNanos) / 1e9

	@Test
	fun lastsUntilTheFunctionReturns() {
		val span = recorded { assertThat(model.ask()).isEqualTo("At nine.") }
		assertThat(span.outcome).isEqualTo("success")
		assertThat(span.seconds).isGreaterThanOrEqualTo(0.02)
		assertThat(span.value(TelemetryAttributes.OUTPUT_MESSAGES)).contains("\"At nine.\"")
	}

	@Test
	fun functionThatDoesNotSuspendIsOver() {
		val span = recorded { assertThat(model.answerAtOnce()).isEqualTo("At nine.") }
		assertThat(span.outcome).isEqualTo("success")
	}

	@Test
	fun functionWithoutResultIsOverToo() {
		assertThat(recorded("function_tool") { model.book() }.outcome).isEqualTo("success")
	}

	@Test
	fun nothingIsAResult() {
		assertThat(recorded("function_tool") { assertThat(model.find()).isNull() }.outcome).isEqualTo("success")
	}

	@Test
	fun argumentsAreThoseThatWereGiven() {
		val span = recorded("function_tool") { model.reserve("nine", 2) }
		assertThat(span.value(TelemetryAttributes.TOOL_CALL_ARGUMENTS)).isEqualTo("{\"slot\":\"nine\",\"persons\":2}")
		assertThat(span.value(TelemetryAttributes.TOOL_CALL_RESULT)).contains("reserved")
		assertThat(span.attributes.get(AttributeKey.stringKey("clinic.slot"))).isEqualTo("nine")
	}

	@Test
	fun failsAfterItHasSuspended() {
		val span = recorded { assertBusy { model.fail() } }
		assertThat(span.outcome).isEqualTo("error")
		assertThat(span.value(TelemetryAttributes.ERROR_TYPE)).isEqualTo(IllegalStateException::class.java.name)
	}

	@Test
	fun failsAtOnce() {
		val span = recorded { assertBusy { model.failAtOnce() } }
		assertThat(span.outcome).isEqualTo("error")
	}

	@Test
	fun isCutOffWithItsCoroutine() {
		val span = recorded {
			coroutineScope {
				val asking = launch { model.never() }
				model.asked.await()
				asking.cancelAndJoin()
			}
		}
		assertThat(span.outcome).isEqualTo("cancelled")
	}

	@Test
	fun stageIsCurrentOnEachThread() {
		model.stages.clear()
		val span = recorded { model.hop() }
		assertThat(model.stages).hasSize(4)
			.allSatisfy { assertThat(it?.spanContext()?.spanId).isEqualTo(span.spanId) }
		assertThat(span.outcome).isEqualTo("success")
	}

	@Test
	fun nothingIsLeftCurrentForWhoeverCalls() {
		model.stages.clear()
		recorded {
			model.hop()
			assertThat(VoiceContext.span(Context.current())?.spanContext()).isEqualTo(session.spanContext())
		}
	}

	@Test
	fun whatItCallsStandsUnderIt() {
		val span = recorded { assertThat(model.askTwice(model)).isEqualTo("At nine.At nine.") }
		val booked = application.stage("function_tool").filter { it.traceId == session.spanContext().traceId }
		assertThat(span.outcome).isEqualTo("success")
		assertThat(span.value(TelemetryAttributes.USE_CASE)).isEqualTo("booking")
		assertThat(booked).hasSize(2)
	}

	@Test
	fun callsAtTheSameTimeAreToldApart() {
		session.makeCurrent().use {
			runBlocking { List(20) { async { model.ask() } }.awaitAll() }
		}
		session.end()
		assertThat(spans("llm_request")).hasSize(20)
			.allSatisfy { assertThat(it.parentSpanId).isEqualTo(session.spanContext().spanId) }
	}

	@Configuration(proxyBeanMethods = false)
	open class Suspending {

		@Bean
		open fun suspendingModel() = SuspendingModel()

	}

	open class SuspendingModel {

		open val asked = CompletableDeferred<Unit>()

		open val stages = mutableListOf<VoiceSpan?>()

		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		open suspend fun ask(): String {
			delay(20)
			return "At nine."
		}

		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		open suspend fun answerAtOnce(): String = "At nine."

		@TracedLlmCall
		open suspend fun askTwice(model: SuspendingModel): String {
			delay(1)
			model.book()
			delay(1)
			LlmCall.current().set(TelemetryAttributes.USE_CASE, "booking")
			model.book()
			return "At nine.At nine."
		}

		@TracedTool
		open suspend fun book() {
			delay(1)
		}

		@TracedTool(attributes = ["clinic.slot=#{#slot}"])
		open suspend fun reserve(slot: String, persons: Int): String {
			delay(1)
			return "reserved $slot for $persons"
		}

		@TracedTool
		open suspend fun find(): String? {
			delay(1)
			return null
		}

		@TracedLlmCall
		open suspend fun fail(): String {
			delay(1)
			throw IllegalStateException("busy")
		}

		@TracedLlmCall
		open suspend fun failAtOnce(): String = throw IllegalStateException("busy")

		@TracedLlmCall
		open suspend fun never(): String {
			asked.complete(Unit)
			delay(Long.MAX_VALUE)
			return "never"
		}

		@TracedLlmCall
		open suspend fun hop(): String {
			stages += VoiceContext.span(Context.current())
			delay(1)
			stages += VoiceContext.span(Context.current())
			withContext(Dispatchers.IO) {
				stages += VoiceContext.span(Context.current())
			}
			stages += VoiceContext.span(Context.current())
			return "At nine."
		}

	}

}
