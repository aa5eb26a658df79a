// The page: buttons and keys on one side, a call and its inspector on the other.

import { Call } from './call.js';
import { Inspector } from './inspector.js';
import { Recognition, obstacle } from './recognition.js';
import { Transcript } from './transcript.js';

/** What the server's speech is made with, so that nothing is resampled. */
const SAMPLE_RATE = 16000;

const SOUND_MILLIS = 3000;

const STATES = {
  connecting: 'Calling…', listening: 'Your turn: speak or type.', caller: 'You speak.',
  waiting: 'The agent is about to answer.', agent: 'The agent speaks.',
};

const find = (id) => document.getElementById(id);
const panel = find('call');
const input = find('words');
const microphone = find('microphone');
const phrases = [...document.querySelectorAll('.phrases button')];
const transcript = new Transcript(find('transcript'), find('said'));
const inspector = new Inspector(find('inspector'), find('inspector-link'), find('no-inspector'));
const notices = new Map();
let context = null;
let call = null;
let agentWords = '';
let soundless = false;

const recognition = new Recognition({
  started() {
    // While the agent speaks it may be the agent that is heard: words will tell.
    if (call && !call.agentSpeaks) {
      call.startsSpeaking();
    }
  },
  understood(text) {
    if (call && !isEcho(text)) {
      call.understoodSoFar(text);
    }
  },
  stopped() {
    call?.stopsSpeaking();
  },
  said(text) {
    if (call && !isEcho(text)) {
      call.says(text);
    }
  },
  ended() {
    call?.saysNothing();
  },
  failed(reason) {
    microphone.checked = false;
    notice('microphone', reason);
  },
});

/** Whether the microphone has heard the loudspeaker: nothing but words that the agent is saying. */
function isEcho(text) {
  return call.agentSpeaks && split(text).every((word) => split(agentWords).includes(word));
}

function split(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) || [];
}

/** Says something that is in the way, beside what else is. */
function notice(about, words) {
  notices.set(about, words);
  const all = [...notices.values()].filter(Boolean).join(' ');
  find('notice').textContent = all;
  find('notice').hidden = !all;
}

const view = {
  started(id) {
    panel.dataset.call = id;
    inspector.show(id);
  },
  state(name) {
    panel.dataset.state = name;
    find('state').textContent = STATES[name] ?? find('state').textContent;
    find('stop').disabled = name !== 'agent' && name !== 'waiting';
  },
  sentence(reply, text, at) {
    agentWords = at > 0 ? agentWords + ' ' + text : text;
    transcript.sentence(reply, text, at);
    if (soundless) {
      transcript.showAll();
    }
  },
  heard: (reply, seconds, felt) => transcript.heard(reply, seconds, felt),
  cutOff: (reply) => transcript.cutOff(reply),
  said: (text) => transcript.said(text),
  audio(bytes) {
    panel.dataset.audioBytes = bytes;
  },
  problem: (text) => notice('server', text + '.'),
  over(words) {
    find('state').textContent = words;
    recognition.stop();
    context.close();
    call = null;
    buttons(false);
    if (document.activeElement === document.body) {
      find('dial').focus();
    }
  },
};

function buttons(calling) {
  find('dial').hidden = calling;
  find('dial').textContent = 'New call';
  find('hang-up').hidden = !calling;
  find('caller').parentElement.hidden = calling;
  [input, find('say'), ...phrases].forEach((each) => {
    each.disabled = !calling;
  });
  find('stop').disabled = true;
}

async function dial() {
  ['microphone', 'server', 'sound'].forEach((about) => notice(about, ''));
  transcript.clear();
  find('hint').hidden = true;
  panel.dataset.audioBytes = 0;
  buttons(true);
  context = new AudioContext({ sampleRate: SAMPLE_RATE });
  call = new Call(new URL('call', document.baseURI).href.replace(/^http/, 'ws'), context, view);
  const mine = call;
  call.hello(find('caller').value.trim());
  input.value = '';
  input.focus();
  awaitSound(mine);
  await listen();
}

/** Where no sound is to be had, what the agent says can at least be read. */
async function awaitSound(mine) {
  await Promise.race([context.resume().catch(() => null), new Promise((resolve) => setTimeout(resolve, SOUND_MILLIS))]);
  soundless = call === mine && context.state !== 'running';
  if (soundless) {
    notice('sound', 'This browser plays no sound.');
    transcript.showAll();
  }
}

async function listen() {
  const reason = microphone.checked ? await obstacle() : null;
  if (reason) {
    microphone.checked = false;
    notice('microphone', reason);
  }
  else if (microphone.checked && call) {
    recognition.start();
  }
}

function say(text) {
  if (call && text.trim()) {
    call.says(text.trim());
    input.value = '';
  }
}

find('dial').addEventListener('click', dial);
find('hang-up').addEventListener('click', () => call?.hangUp());
find('stop').addEventListener('click', () => call?.interrupt());
find('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  say(input.value);
});
input.addEventListener('input', () => (input.value.trim() ? call?.startsSpeaking() : call?.saysNothing()));
phrases.forEach((button) => button.addEventListener('click', () => say(button.textContent)));
microphone.addEventListener('change', () => {
  notice('microphone', '');
  if (!microphone.checked) {
    recognition.stop();
  }
  else if (call) {
    listen();
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    find('stop').click();
  }
});
inspector.begin();
