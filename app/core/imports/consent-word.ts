const YES =
  /^(yes|y|true|1|ok|subscribed|opted[ _-]?in|opt[ _-]?in|agreed|accepted|accepts|active|ναι|ν|αληθεσ|εγγεγραμμεν(οσ|η)|αποδεκτο|✓|✔)$/;
const NO =
  /^(no|n|false|0|unsubscribed|opted[ _-]?out|opt[ _-]?out|redacted|stop|stopped|declined|blocked|cleaned|οχι|ο|ψευδεσ|διαγραμμεν(οσ|η)|✗)$/;
const NOTHING =
  /^(|-|–|n\/?a|null|none|unknown|never|never[ _-]?(subscribed|asked)|not[ _-]?(subscribed|confirmed|asked)|pending|unconfirmed|invalid|αγνωστο)$/;

/**
 * What a cell says of a consent, in English, Greek and the words of Shopify, Klaviyo, Mailchimp and our own export. A word
 * that is not known is neither a yes nor a no.
 */
export function readConsentWord(word: string): 'yes' | 'no' | 'nothing' | 'unreadable' {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/ς/g, 'σ').trim();
  return YES.test(plain) ? 'yes' : NO.test(plain) ? 'no' : NOTHING.test(plain) ? 'nothing' : 'unreadable';
}
