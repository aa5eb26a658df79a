package io.voicetelemetry.integration.kotlin

import io.opentelemetry.context.Context
import io.opentelemetry.sdk.trace.data.SpanData
import io.voicetelemetry.NotUnderJavaagent
import io.voicetelemetry.annotation.TracedLlmCall
import io.voicetelemetry.annotation.TracedTool
import io.voicetelemetry.annotation.TracedTts
import io.voicetelemetry.integration.SurroundedApplication
import io.voicetelemetry.integration.Surrounding
import io.voicetelemetry.session.TelemetryAttribute
import io.voicetelemetry.session.TelemetryAttributes
import io.voicetelemetry.session.VoiceContext
import io.voicetelemetry.session.VoiceSession
import io.voicetelemetry.session.VoiceSpan
import io.voicetelemetry.session.VoiceTelemetry
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.FlowCollector
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
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
 * Flows of Kotlin's that annotated methods return.
 */
class FlowTests {

	private val model = application.bean(FlowingModel::class.java)

	private val telemetry = application.bean(VoiceTelemetry::class.java)

	private val refusals = telemetry.refusals()

	private val session: VoiceSession = telemetry.session().start()

	companion object {

		private lateinit var application: SurroundedApplication

		@JvmStatic
		@BeforeAll
		fun start() {
			application = Surrounding.PLAIN.start(listOf(Flowing::class.java), "voice.telemetry.content.capture=full")
		}

		@JvmStatic
		@AfterAll
		fun stop() {
			application.close()
		}

	}

	private fun allRecorded(stage: String = "llm_request", work: suspend () -> Unit): List<SpanData> {
		session.makeCurrent().use { runBlocking { work() } }
		session.end()
		assertThat(telemetry.refusals()).isEqualTo(refusals)
		return application.stage(stage).filter { it.traceId == session.spanContext().traceId }
			.onEach { assertThat(it.parentSpanId).isEqualTo(session.spanContext().spanId) }
	}

	private fun recorded(stage: String = "llm_request", work: suspend () -> Unit): SpanData =
		allRecorded(stage, work).single()

	private fun <T : Any> SpanData.value(attribute: TelemetryAttribute<T>): T? = attributes.get(attribute.key())

	private val SpanData.outcome get() = value(TelemetryAttributes.OUTCOME)

	private val SpanData.seconds get() = (endEpochNanos - startEpochNanos) / 1e9

	private val SpanData.answer get() = value(TelemetryAttributes.OUTPUT_MESSAGES)

	private fun here(): VoiceSpan? = VoiceContext.span(Context.current())

	@Test
	fun lastsAsLongAsItIsCollected() {
		val span = recorded { assertThat(model.slow().toList()).containsExactly("At ", "nine.") }
		assertThat(span.outcome).isEqualTo("success")
		assertThat(span.answer).contains("\"At nine.\"")
		assertThat(span.value(TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isBetween(0.02, span.seconds - 0.02)
		assertThat(span.value(TelemetryAttributes.LLM_CHUNKS)).isEqualTo(2)
	}

	@Test
	fun flowThatDoesNotSuspendIsOver() {
		val span = recorded { assertThat(model.of("At ", "nine.").toList()).containsExactly("At ", "nine.") }
		assertThat(span.outcome).isEqualTo("success")
		assertThat(span.answer).contains("\"At nine.\"")
	}

	@Test
	fun emptyFlowIsAnAnswer() {
		val span = recorded { assertThat(model.nothing().toList()).isEmpty() }
		assertThat(span.outcome).isEqualTo("success")
		assertThat(span.value(TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNull()
	}

	@Test
	fun whatNobodyCollectsLeavesNoSpan() {
		assertThat(allRecorded { model.slow() }).isEmpty()
	}

	@Test
	fun eachCollectionIsAStage() {
		val spans = allRecorded {
			val flow = model.slow()
			flow.toList()
			assertThat(flow.first()).isEqualTo("At ")
		}
		assertThat(spans.map { it.outcome }).containsExactly("success", "cancelled")
	}

	@Test
	fun failsBeforeTheFirstItem() {
		val span = recorded { assertBusy { model.failing().toList() } }
		assertThat(span.outcome).isEqualTo("error")
		assertThat(span.value(TelemetryAttributes.ERROR_TYPE)).isEqualTo(IllegalStateException::class.java.name)
		assertThat(span.value(TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNull()
	}

	@Test
	fun failsAfterTheFirstItem() {
		val span = recorded { assertBusy { model.failing("At ").toList() } }
		assertThat(span.outcome).isEqualTo("error")
		assertThat(span.answer).contains("\"At \"")
	}

	@Test
	fun isCutOffByWhoTakesNoMore() {
		val span = recorded { assertThat(model.endless().take(2).toList()).containsExactly("On ", "On ") }
		assertThat(span.outcome).isEqualTo("cancelled")
		assertThat(span.answer).contains("\"On On \"")
	}

	@Test
	fun isCutOffWithItsCoroutine() {
		val span = recorded {
			coroutineScope {
				val items = Channel<String>()
				val collecting = launch { model.endless().collect { items.send(it) } }
				items.receive()
				collecting.cancelAndJoin()
			}
		}
		assertThat(span.outcome).isEqualTo("cancelled")
	}

	@Test
	fun whatTheCollectorThrowsIsNoFailureOfTheSource() {
		for (wait in listOf(0L, 1L)) {
			assertBusyBlocking {
				model.endless().collect {
					delay(wait)
					throw IllegalStateException("busy")
				}
			}
		}
		val spans = allRecorded {}
		assertThat(spans.map { it.outcome }).containsExactly("cancelled", "cancelled")
	}

	private fun assertBusyBlocking(work: suspend () -> Unit) {
		session.makeCurrent().use { runBlocking { assertBusy { work() } } }
	}

	@Test
	fun waitsForASlowCollector() {
		val span = recorded {
			val seen = mutableListOf<Int>()
			model.counting().collect {
				delay(5)
				seen += model.emitted
			}
			// Nothing is asked for in advance.
			assertThat(seen).containsExactly(1, 2, 3)
		}
		assertThat(span.outcome).isEqualTo("success")
		assertThat(span.seconds).isGreaterThanOrEqualTo(0.015)
	}

	@Test
	fun passesNullsOn() {
		val span = recorded("function_tool") { assertThat(model.found().toList()).containsExactly("nine", null, "ten") }
		assertThat(span.outcome).isEqualTo("success")
	}

	@Test
	fun countsAudio() {
		val span = recorded("tts_request") { assertThat(model.speak().toList()).hasSize(2) }
		assertThat(span.value(TelemetryAttributes.TTS_AUDIO_BYTES)).isEqualTo(640)
	}

	@Test
	fun sourceOnAnotherThreadIsInTheStage() {
		for (dispatcher in listOf(Dispatchers.IO, null)) {
			session.makeCurrent().use {
				val flow = if (dispatcher != null) model.hopping().flowOn(dispatcher) else model.hoppingOnIo()
				runBlocking { assertThat(flow.toList()).hasSize(2) }
			}
		}
		val spans = allRecorded {}
		assertThat(spans).hasSize(2)
		assertThat(model.stages.take(3)).allSatisfy { assertThat(it?.spanContext()?.spanId).isEqualTo(spans[0].spanId) }
		assertThat(model.stages.drop(3)).hasSize(3)
			.allSatisfy { assertThat(it?.spanContext()?.spanId).isEqualTo(spans[1].spanId) }
	}

	@Test
	fun collectorIsWhereItWas() {
		val span = recorded {
			val there = mutableListOf<VoiceSpan?>()
			model.slow().collect {
				there += here()
				delay(1)
				there += here()
				withContext(CoroutineName("elsewhere")) { there += here() }
			}
			there += here()
			delay(1)
			there += here()
			assertThat(there).hasSize(8).allSatisfy { assertThat(it?.spanContext()).isEqualTo(session.spanContext()) }
		}
		assertThat(span.outcome).isEqualTo("success")
	}

	@Test
	@NotUnderJavaagent // It takes its contexts to the threads of executors by itself.
	fun nothingIsLeftOnTheThreadsOfADispatcher() {
		Executors.newFixedThreadPool(2).asCoroutineDispatcher().use { pool ->
			val there = CopyOnWriteArrayList<VoiceSpan?>()
			recorded {
				val flow = model.slow()
				withContext(pool) {
					flow.collect {
						there += here()
						delay(1)
						there += here()
					}
					there += here()
				}
				repeat(10) { withContext(pool) { there += here() } }
			}
			assertThat(there).hasSize(15).containsOnlyNulls()
		}
	}

	@Test
	fun collectorKeepsItsThreadAndItsCoroutineContext() {
		Executors.newSingleThreadExecutor { Thread(it, "collector") }.asCoroutineDispatcher().use { own ->
			recorded {
				val flow = model.hoppingOnIo()
				withContext(own + CoroutineName("mine")) {
					// Suspends by itself, as a function whose last call is another's.
					val channel = Channel<String>(Channel.RENDEZVOUS)
					val reading = launch(Dispatchers.IO) { repeat(2) { delay(5); channel.receive() } }
					val threads = mutableListOf<String>()
					flow.onEach { threads += Thread.currentThread().name }.collect(Sending(channel))
					threads += Thread.currentThread().name
					reading.join()
					assertThat(threads).hasSize(3).allSatisfy { assertThat(it).startsWith("collector") }
					assertThat(currentCoroutineContext()[CoroutineName]?.name).isEqualTo("mine")
				}
			}
		}
	}

	private class Sending(private val channel: Channel<String>) : FlowCollector<String> {

		override suspend fun emit(value: String) = channel.send(value)

	}

	@Test
	fun mayBeEmittedFromInsideAnotherFlow() {
		val span = recorded {
			val outer = flow {
				emit("So: ")
				model.slow().collect { emit(it) }
				emitAll(flowOf("Yes."))
			}
			assertThat(outer.map { it.trim() }.buffer(1).toList()).containsExactly("So:", "At", "nine.", "Yes.")
		}
		assertThat(span.outcome).isEqualTo("success")
	}

	@Test
	fun followedFlowsMayBeCollectedInOneAnother() {
		val spans = allRecorded { assertThat(model.around(model).toList()).containsExactly("At ", "nine.") }
		assertThat(spans).hasSize(1)
		assertThat(application.stage("llm_node").filter { it.traceId == session.spanContext().traceId }).isEmpty()
	}

	@Test
	fun followsChannels() {
		val span = recorded { assertThat(model.channel().buffer(2).toList()).containsExactly("At ", "nine.") }
		assertThat(span.outcome).isEqualTo("success")
	}

	@Test
	fun failureOfAChannelReachesACollectorThatWaits() {
		val span = recorded { assertBusy { model.failingChannel().collect { delay(60_000) } } }
		assertThat(span.outcome).isEqualTo("error")
	}

	private suspend fun assertBusy(work: suspend () -> Unit) {
		assertThat(runCatching { work() }.exceptionOrNull()).isInstanceOf(IllegalStateException::class.java)
			.hasMessage("busy")
	}

	@Configuration(proxyBeanMethods = false)
	open class Flowing {

		@Bean
		open fun flowingModel() = FlowingModel()

	}

	open class FlowingModel {

		open val stages = CopyOnWriteArrayList<VoiceSpan?>()

		open var emitted = 0

		@TracedLlmCall
		open fun of(vararg pieces: String): Flow<String> = flowOf(*pieces)

		@TracedLlmCall
		open fun nothing(): Flow<String> = emptyFlow()

		@TracedLlmCall
		open fun slow(): Flow<String> = flow {
			delay(20)
			emit("At ")
			delay(20)
			emit("nine.")
		}

		@TracedLlmCall
		open fun failing(vararg pieces: String): Flow<String> = flow {
			pieces.forEach { emit(it) }
			delay(1)
			throw IllegalStateException("busy")
		}

		@TracedLlmCall
		open fun endless(): Flow<String> = flow {
			while (true) {
				emit("On ")
				delay(1)
			}
		}

		@TracedLlmCall
		open fun counting(): Flow<String> = flow {
			emitted = 0
			repeat(3) {
				emitted++
				emit("$it")
			}
		}

		@TracedTool
		open fun found(): Flow<String?> = flowOf("nine", null, "ten")

		@TracedTts
		open fun speak(): Flow<ByteArray> = flowOf(ByteArray(320), ByteArray(320))

		@TracedLlmCall
		open fun hopping(): Flow<String> = flow {
			stages += VoiceContext.span(Context.current())
			emit("At ")
			delay(1)
			stages += VoiceContext.span(Context.current())
			emit("nine.")
			stages += VoiceContext.span(Context.current())
		}

		@TracedLlmCall
		open fun hoppingOnIo(): Flow<String> = hopping().flowOn(Dispatchers.IO)

		@TracedTool
		open fun around(model: FlowingModel): Flow<String> = flow {
			model.slow().collect { emit(it) }
		}

		@TracedLlmCall
		open fun channel(): Flow<String> = channelFlow {
			launch(Dispatchers.IO) { send("At ") }.join()
			send("nine.")
		}

		@TracedLlmCall
		open fun failingChannel(): Flow<String> = channelFlow {
			send("At ")
			delay(20)
			throw IllegalStateException("busy")
		}

	}

}
