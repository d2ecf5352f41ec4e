/** A text to begin with. Nobody has to change it before it is sent: no gap to fill in, no address that is not hers. */
export type StarterText = { id: string; language: 'en' | 'el'; name: string; body: string };

/**
 * English ones stay within the 7-bit alphabet. Greek ones cannot, so they are short: two parts at most, with the line that
 * lets people out.
 */
export const STARTER_TEXTS: readonly StarterText[] = [
  {
    id: 'welcome-en',
    language: 'en',
    name: 'Welcome',
    body: 'Hi {{ first_name | "there" }}, welcome to {{ shop_name }}! You will be the first to hear about new arrivals and offers.',
  },
  {
    id: 'sale-en',
    language: 'en',
    name: 'Sale',
    body: 'Hi {{ first_name | "there" }}, the sale at {{ shop_name }} has begun: 20% off everything until Sunday.',
  },
  {
    id: 'back-in-stock-en',
    language: 'en',
    name: 'Back in stock',
    body: 'Good news, {{ first_name | "friend" }}: our favourites are back in stock at {{ shop_name }}. They may not last long.',
  },
  {
    id: 'cart-en',
    language: 'en',
    name: 'Abandoned cart',
    body: 'Hi {{ first_name | "there" }}, you left something in your cart at {{ shop_name }}. We have kept it for you until tomorrow.',
  },
  {
    id: 'thank-you-en',
    language: 'en',
    name: 'Thank you',
    body: 'Thank you for shopping with us, {{ first_name | "friend" }}! If anything is not right, tell us and we will make it right. {{ shop_name }}',
  },
  {
    id: 'welcome-el',
    language: 'el',
    name: 'Καλωσόρισμα',
    body: '{{ first_name | "Γεια σας" }}, καλώς ήρθατε! Θα μαθαίνετε πρώτοι τα νέα και τις προσφορές μας.',
  },
  {
    id: 'sale-el',
    language: 'el',
    name: 'Εκπτώσεις',
    body: '{{ first_name | "Γεια σας" }}, οι εκπτώσεις ξεκίνησαν: -20% σε όλα ως την Κυριακή.',
  },
  {
    id: 'back-in-stock-el',
    language: 'el',
    name: 'Ξανά διαθέσιμα',
    body: '{{ first_name | "Καλά νέα" }}, τα αγαπημένα σας είναι ξανά διαθέσιμα στο κατάστημά μας.',
  },
  {
    id: 'cart-el',
    language: 'el',
    name: 'Ξεχασμένο καλάθι',
    body: '{{ first_name | "Γεια σας" }}, το καλάθι σας σας περιμένει. Το κρατάμε ως αύριο.',
  },
  {
    id: 'thank-you-el',
    language: 'el',
    name: 'Ευχαριστούμε',
    body: '{{ first_name | "Γεια σας" }}, ευχαριστούμε για την αγορά σας! Είμαστε εδώ για ό,τι χρειαστείτε.',
  },
];
