// The inspector beside the call, opened at it.

const ADDRESS = 'voice-telemetry/';

const PAUSE_MILLIS = 250;

const MAX_TRIES = 40;

export class Inspector {
  constructor(frame, link, absence) {
    this.frame = frame;
    this.link = link;
    this.absence = absence;
    this.call = null;
  }

  /** Shows all calls, if there is an inspector. */
  async begin() {
    const there = await this.sessions() !== null;
    this.absence.hidden = there;
    this.frame.hidden = !there;
    this.link.hidden = !there;
    if (there) {
      this.frame.src = ADDRESS;
    }
  }

  /** Opens a call, which is there a moment after it has begun. */
  async show(call) {
    this.call = call;
    for (let i = 0; i < MAX_TRIES && this.call === call && !this.frame.hidden; i++) {
      const row = (await this.sessions())?.find((each) => each.id === call);
      if (row) {
        if (this.call === call) {
          this.open('#/call/' + row.key);
        }
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
    }
  }

  open(hash) {
    this.link.href = ADDRESS + hash;
    // Not by the frame's source: that would be a step back in the history of this page.
    this.frame.contentWindow.location.replace(new URL(ADDRESS + hash, document.baseURI));
  }

  async sessions() {
    try {
      const response = await fetch(ADDRESS + 'api/sessions', { headers: { Accept: 'application/json' } });
      return response.ok ? (await response.json()).sessions : null;
    }
    catch {
      return null;
    }
  }
}
