import { foldText } from './fold-text.ts';

/**
 * What people answer in a language besides English and Greek, which have lists of their own (reply-words.ts).
 * - `stop`: a no wherever it comes from; no other language reads it as anything else.
 * - `here`: a no from a number of a country where the language is spoken. Elsewhere it is a word like another ("fine", "son").
 * - `no` and `yes`: the answer to a question. Read by the country of the number only: "ne" is a yes in Greeklish.
 * - `texts`: what may be wanted no longer. `unwanted`: a wish, denied.
 */
export type WordsOfLanguage = {
  stop: string;
  here?: string;
  no: string;
  yes: string;
  texts: string;
  unwanted: string;
};

const WORDS: Readonly<Record<string, WordsOfLanguage>> = {
  de: {
    stop: 'abmelden, abmeldung, abmelde, abbestellen, abbestellung, abbestellt, austragen, austragung, widerruf, widerrufe, kündigung, kuendigung, kündigen, kuendigen, löschen, loeschen, löschung, loeschung, widerspruch, melden ab, meldet ab, melde ab, keine sms, keine sms mehr, keine werbung, keine werbung mehr, keine nachrichten, keine nachrichten mehr',
    here: 'stoppen, beenden, ende, schluss, aufhören, aufhoeren, nicht mehr, genug, raus',
    no: 'nein, nee, nö, noe, ne, na',
    yes: 'ja, jawohl, einverstanden, bestätige, bestaetige, ich stimme zu, zustimmung, gerne, ja gerne',
    texts:
      'nachricht, nachrichten, werbung, nummer, verteiler, liste, newsletter, schreiben, schicken, senden',
    unwanted:
      'keine, nicht mehr, nie wieder, kein interesse, will nicht, möchte nicht, moechte nicht, hört auf, hoert auf, falsche nummer',
  },
  nl: {
    stop: 'afmelden, afmelding, uitschrijven, uitschrijving, opzeggen, opzegging, stopzetten, schrijf mij uit, schrijf me uit, meld mij af, meld me af, geen sms, geen sms meer, geen reclame, geen reclame meer, geen berichten meer',
    here: 'stoppen, verwijderen, verwijder, annuleren, einde, uit, genoeg',
    no: 'nee, neen, nee bedankt',
    yes: 'ja, akkoord, bevestig, ik bevestig, jazeker',
    texts: 'bericht, berichten, reclame, nummer, lijst, nieuwsbrief, sturen, stuur',
    unwanted: 'geen, niet meer, nooit meer, wil niet, wil geen, geen interesse, verkeerd nummer',
  },
  fr: {
    stop: 'désinscription, désinscrire, désinscrivez, désinscris, désabonner, désabonnement, désabonnez, désabonne, stop pub, stop sms, résilier, résiliation, arrêter, arrêtez, plus de sms, plus de messages, plus de pub, plus de publicité, retirez moi',
    here: 'arrêt, annuler, annulation, supprimer, supprimez, retirer, retirez, fin, refus, je refuse, assez, ça suffit',
    no: 'non, non merci, nan',
    yes: "oui, ouais, d'accord, je confirme, j'accepte, je suis d'accord",
    texts: 'message, messages, sms, pub, publicité, numéro, liste, envoyer, envoyez, écrire',
    unwanted:
      'ne plus, ne veux plus, ne veux pas, ne souhaite plus, ne souhaite pas, plus de, pas intéressé, pas intéressée, arrêtez de, mauvais numéro',
  },
  es: {
    stop: 'dar de baja, darme de baja, dame de baja, deme de baja, denme de baja, quiero la baja, desuscribir, desuscribirme, desuscribe, no más mensajes, no más sms, no mas publicidad, cancelar suscripción, baja, cancelación',
    here: 'cancelar, cancela, cancele, cancelen, anular, alto, parar, pare, paren, detener, eliminar, eliminarme, borrar, bórrame, borrarme, salir, basta, no más, fin, terminar, quitar, quitarme, quítame, suficiente',
    no: 'no, no gracias, nop',
    yes: 'sí, si, claro, acepto, confirmo, de acuerdo, vale',
    texts:
      'mensaje, mensajes, sms, publicidad, número, lista, enviar, enviéis, envíen, mandar, manden, escribir',
    unwanted:
      'no quiero, no deseo, no me interesa, no me manden, no me envíen, no me enviéis, no envíen, dejen de, deje de, dejad de, número equivocado, nunca más',
  },
  ca: {
    stop: "donar de baixa, doneu-me de baixa, donar-me de baixa, dona'm de baixa, baixa",
    here: "atura, aturar, atureu, cancel·la, cancel·lar, prou, esborra, esborra'm, fi",
    no: 'no, no gràcies',
    yes: "sí, si, accepto, confirmo, d'acord",
    texts: 'missatge, missatges, publicitat, número, llista, enviar, envieu',
    unwanted: "no vull, no m'interessa, no m'envieu, deixeu de",
  },
  it: {
    stop: 'cancellami, cancellatemi, cancellarmi, cancellazione, cancella, cancellare, disiscrivi, disiscrivimi, disiscrivetemi, disiscrivermi, disiscrizione, disdici, disdetta, disdire, disattivare, disattiva, rimuovimi, rimuovetemi, rimozione, niente sms, niente messaggi, basta sms, basta messaggi, basta pubblicità',
    here: 'ferma, fermare, basta, rimuovi, rimuovere, annulla, annullare, annullamento, revoca, revoco, fine, esci, uscire, recesso, stop pubblicità, togli, toglimi, toglietemi',
    no: 'no, no grazie',
    yes: "sì, si, certo, accetto, confermo, d'accordo, va bene",
    texts:
      'messaggio, messaggi, sms, pubblicità, numero, lista, inviare, inviate, mandare, mandate, scrivere',
    unwanted:
      'non voglio, non desidero, non mi interessa, non sono interessato, non sono interessata, non inviate, non mandate, non mandatemi, smettete, smettetela, numero sbagliato, mai più',
  },
  pt: {
    stop: 'descadastrar, descadastre, desinscrever, cancelar subscrição, anular subscrição, não mais mensagens, remover da lista, cancelamento',
    here: 'sair, cancelar, cancela, cancele, parar, pare, parem, remover, remova, remova-me, retirar, anular, eliminar, apagar, terminar, fim, basta, chega, não mais',
    no: 'não, nao, não obrigado, não obrigada',
    yes: 'sim, aceito, confirmo, concordo, claro',
    texts: 'mensagem, mensagens, sms, publicidade, número, lista, enviar, enviem, mandar, mandem',
    unwanted:
      'não quero, não desejo, não me interessa, não enviem, não mandem, deixem de, parem de, número errado, nunca mais',
  },
  pl: {
    stop: 'wypisz, wypiszcie, wypisać, wypisuję, wypisanie, wypisz mnie, wypiszcie mnie, rezygnuję, rezygnacja, zrezygnuj, rezygnować, wyrejestruj, wyrejestrować, wyrejestruj mnie, cofam zgodę, cofnięcie zgody, usuńcie mnie, usuń mnie, usunąć',
    here: 'koniec, anuluj, anulować, usuń, usuńcie, wyłącz, wyłączyć, zakończ, zakończyć, przestań, przestańcie, skończ, nie chcę, dość, dosyć',
    no: 'nie, nie dziękuję',
    yes: 'tak, potwierdzam, zgadzam się, zgoda, wyrażam zgodę',
    texts:
      'wiadomość, wiadomości, sms, smsy, smsów, reklam, reklamy, numer, numeru, listy, wysyłać, wysyłajcie, pisać',
    unwanted:
      'nie chcę, nie życzę, nie wysyłaj, nie wysyłajcie, nie piszcie, nie jestem zainteresowany, nie jestem zainteresowana, proszę nie, przestańcie, pomyłka',
  },
  cs: {
    stop: 'odhlásit, odhlaste, odhlásit se, odhlašuji, odhlášení, odhlaš mě, odhlaste mě, odvolávám souhlas, zrušit odběr',
    here: 'zrušit, zrušte, zruš, zrušení, konec, ukončit, ukončete, přestaňte, dost, vymazat, vymažte, smazat, smažte, nechci, neposílat, neposílejte, odebrat',
    no: 'ne, ne díky, ne děkuji, nikoliv',
    yes: 'ano, jo, souhlasím, potvrzuji, potvrzuju',
    texts: 'zpráva, zprávy, zpráv, sms, smsky, reklamu, reklamy, číslo, seznamu, posílat, posílejte, psát',
    unwanted: 'nechci, nepřeji si, neposílejte, nepište, nemám zájem, přestaňte, omyl, špatné číslo',
  },
  sk: {
    stop: 'odhlásiť, odhláste, odhlásiť sa, odhlasujem, odhlásenie, odhláste ma, odvolávam súhlas, zrušiť odber',
    here: 'zrušiť, zrušte, zruš, zrušenie, koniec, ukončiť, ukončite, prestaňte, dosť, vymazať, vymažte, zmazať, nechcem, neposielajte, neposielať',
    no: 'nie, nie ďakujem',
    yes: 'áno, súhlasím, potvrdzujem',
    texts: 'správa, správy, správ, sms, smsky, reklamu, reklamy, číslo, zoznamu, posielať, posielajte, písať',
    unwanted: 'nechcem, neželám si, neposielajte, nepíšte, nemám záujem, prestaňte, omyl, zlé číslo',
  },
  hu: {
    stop: 'leiratkozás, leiratkozom, leiratkozni, leiratkoznék, leiratkozok, lemondás, lemondom, lemondani, megszüntetés, törlés, töröljenek, töröljetek, visszavonom, ne küldjenek, ne küldjetek, hozzájárulás visszavonása',
    here: 'töröl, törölj, töröljön, vége, elég, állj, kilépés, kilép, nem kérek, nem kérem, nem kérek többet, megszüntet',
    no: 'nem, nem köszönöm',
    yes: 'igen, elfogadom, beleegyezem, megerősítem, hozzájárulok',
    texts:
      'üzenet, üzenetet, üzeneteket, sms, smst, reklám, reklámot, szám, számomat, listáról, küldeni, írni',
    unwanted:
      'nem kérek, nem kérem, nem akarok, nem szeretnék, ne küldjön, ne írjanak, nem érdekel, hagyjanak békén, téves szám',
  },
  ro: {
    stop: 'dezabonare, dezabonează, dezabonați, dezabonează-mă, dezabonați-mă, dezabonez, renunț, renunțare, retrag acordul, retragere consimțământ',
    here: 'anulare, anulează, anulați, retragere, oprire, opriți, oprește, șterge, ștergeți, ștergere, gata, ajunge, nu mai vreau, nu vreau, terminat, stop sms',
    no: 'nu, nu mulțumesc',
    yes: 'da, accept, confirm, sunt de acord',
    texts:
      'mesaj, mesaje, sms, sms-uri, reclame, publicitate, număr, numărul, listă, trimite, trimiteți, scrie',
    unwanted:
      'nu mai vreau, nu vreau, nu doresc, nu mai doresc, nu mai trimiteți, nu-mi mai trimiteți, nu îmi mai trimiteți, nu mă interesează, nu sunt interesat, nu sunt interesată, număr greșit',
  },
  bg: {
    stop: 'отпиши, отпиши ме, отпишете, отпишете ме, отписване, отписвам, отказвам се, otpishi, otpishi me, otpishete, otpisvane, otkazvam, otkazvam se, оттеглям съгласието',
    here: 'стоп, отказ, отказвам, спри, спрете, край, изтрий, изтрийте, премахни, прекрати, прекратете, не искам, стига, otkaz, spri, sprete, krai, kray, ne iskam, stiga, izlizam',
    no: 'не, ne, не благодаря',
    yes: 'да, da, съгласен, съгласна, потвърждавам, saglasen, saglasna',
    texts:
      'съобщение, съобщения, смс, реклами, реклама, номер, номера, списък, пращайте, изпращайте, saobshtenia, saobshteniya, reklami, prashtajte',
    unwanted:
      'не искам, не желая, не ми пращайте, не изпращайте, не пишете, не ме интересува, спрете да, ne iskam, ne zhelaya, ne prashtajte, ne me interesuva, грешен номер',
  },
  hr: {
    stop: 'odjava, odjavi, odjavi me, odjavite, odjavite me, odjaviti, odjavljujem, odjavljujem se, ispiši me, ispišite me, povlačim pristanak, одјава, одјави, одјави ме, одјавите, одјавите ме, одјављујем',
    here: 'otkaži, otkažite, otkazujem, otkazivanje, prekini, prekinite, kraj, prestani, prestanite, dosta, obriši, obrišite, izbriši, ukloni, isključi, ispiši, ne želim, ne želim više, neću, odustajem, poništi, стоп, откажи, прекини, прекините, крај, престани, престаните, доста, обриши, не желим, нећу',
    no: 'ne, не, ne hvala, jok',
    yes: 'da, да, potvrđujem, slažem se, pristajem, prihvaćam, prihvatam, потврђујем, слажем се, прихватам',
    texts:
      'poruka, poruke, poruku, sms, reklame, oglase, broj, popisa, spiska, slati, šaljite, поруке, поруку, рекламе, број, слати, шаљите',
    unwanted:
      'ne želim, ne šaljite, nemojte, ne zanima me, prestanite, pogrešan broj, не желим, не шаљите, немојте, не занима ме, погрешан број',
  },
  sl: {
    stop: 'odjava, odjavi, odjavi me, odjavite me, odjaviti, odjavljam, odjavljam se, preklic, preklicujem, prekliči, umik soglasja',
    here: 'prekini, prekinite, konec, nehaj, nehajte, dovolj, izbriši, izbrišite, odstrani, odstranite, ne želim, nočem',
    no: 'ne, ne hvala',
    yes: 'da, ja, potrjujem, strinjam se, se strinjam',
    texts: 'sporočilo, sporočila, sporočil, sms, oglase, reklame, številka, seznama, pošiljati, pošiljajte',
    unwanted: 'ne želim, ne pošiljajte, nočem, ne zanima me, nehajte, napačna številka',
  },
  mk: {
    stop: 'одјави, одјави ме, одјавете, одјавете ме, одјава, одјавување, odjavi, odjavi me, odjavete me, odjava',
    here: 'стоп, откажи, откажете, престани, престанете, прекини, крај, доста, избриши, избришете, не сакам, otkazi, prestani, prekini, kraj, dosta, izbrisi, ne sakam',
    no: 'не, ne, не фала',
    yes: 'да, da, се согласувам, потврдувам, se soglasuvam',
    texts: 'порака, пораки, смс, реклами, број, список, испраќајте, праќајте, poraki, reklami',
    unwanted:
      'не сакам, не праќајте, не испраќајте, не ме интересира, престанете, ne sakam, ne prakajte, погрешен број',
  },
  sq: {
    stop: 'çregjistro, çregjistrohu, çregjistrohem, çregjistrim, çabonohem, çabonim, më hiqni, më hiq nga lista, mos dërgoni, mos më dërgoni',
    here: 'ndalo, ndaloni, ndal, anulo, anuloj, mjaft, fshi, fshije, hiq, hiqni, largo, nuk dua, fund, ndërpreni',
    no: 'jo, jo faleminderit',
    yes: 'po, pranoj, konfirmoj, dakord',
    texts: 'mesazh, mesazhe, mesazhet, sms, reklama, reklamat, numër, numrin, lista, dërgo, dërgoni',
    unwanted: 'nuk dua, nuk dëshiroj, mos dërgo, mos dërgoni, mos më, nuk më intereson, numër i gabuar',
  },
  tr: {
    stop: 'abonelikten çık, aboneliği iptal et, abonelik iptal, iptal et, iptal ediyorum, üyelikten çık, mesaj istemiyorum, sms istemiyorum, listeden çıkar, beni çıkarın, onayımı geri alıyorum, ret',
    here: 'iptal, red, dur, durdur, durdurun, çık, çıkış, sil, silin, bitir, son, yeter, istemiyorum, kaldır, kaldırın, vazgeçtim',
    no: 'hayır, hayir, yok, istemem',
    yes: 'evet, onaylıyorum, kabul, kabul ediyorum, onay, tamam',
    texts: 'mesaj, mesajlar, sms, reklam, reklamlar, numara, numaram, listeden, gönder, göndermeyin, atmayın',
    unwanted: 'istemiyorum, istemem, göndermeyin, atmayın, ilgilenmiyorum, rahatsız etmeyin, yanlış numara',
  },
  ru: {
    stop: 'отписка, отписаться, отпишите, отпишите меня, отпиши, отпиши меня, отпишись, отписываюсь, отзываю согласие, стоп',
    here: 'отмена, отменить, отказ, отказываюсь, отказаться, прекратить, прекратите, хватит, удалить, удалите, удалите меня, не хочу, конец, довольно, отключить, отключите, stop sms, otpiska, otkaz, hvatit',
    no: 'нет, неа, net, не надо',
    yes: 'да, da, согласен, согласна, подтверждаю',
    texts:
      'сообщение, сообщения, сообщений, смс, рекламу, рекламы, реклама, номер, списка, рассылка, рассылку, рассылки, присылать, присылайте, писать, пишите',
    unwanted:
      'не хочу, не желаю, не надо, не присылайте, не пишите, не интересно, не интересует, прекратите, хватит, ошиблись номером, не тот номер',
  },
  uk: {
    stop: 'відписка, відписатися, відписатись, відпишіть, відпишіть мене, відпиши, відписуюсь, відкликаю згоду, стоп',
    here: 'скасувати, скасуйте, відмова, відмовляюсь, відмовляюся, припинити, припиніть, досить, видалити, видаліть, видаліть мене, не хочу, кінець, годі, вимкнути',
    no: 'ні, не, ni, ні дякую',
    yes: 'так, tak, згоден, згодна, підтверджую',
    texts:
      'повідомлення, повідомлень, смс, рекламу, реклами, реклама, номер, списку, розсилка, розсилку, надсилати, надсилайте, писати, пишіть',
    unwanted:
      'не хочу, не бажаю, не треба, не надсилайте, не пишіть, не цікаво, не цікавить, припиніть, помилилися номером',
  },
  lt: {
    stop: 'atsisakau, atsisakyti, atsisakymas, atsisakau prenumeratos, atšaukiu sutikimą, nebesiųskite, nesiųskite',
    here: 'stabdyti, stabdyk, baigti, nutraukti, atšaukti, ištrinti, ištrinkite, pašalinti, nebenoriu, nenoriu, gana, užteks, pabaiga, stok',
    no: 'ne, ne ačiū',
    yes: 'taip, sutinku, patvirtinu',
    texts: 'žinutė, žinutes, žinučių, sms, reklamos, reklamą, numeris, numerį, sąrašo, siųsti, siųskite',
    unwanted: 'nenoriu, nebenoriu, nepageidauju, nesiųskite, nebesiųskite, nedomina, neįdomu',
  },
  lv: {
    stop: 'atteikties, atteikšanās, atsakos, atrakstīties, izrakstīties, atsaucu piekrišanu, nesūtiet',
    here: 'apturēt, pārtraukt, pārtrauciet, beigt, beigas, dzēst, izdzēst, dzēsiet, atcelt, nevēlos, negribu, pietiek',
    no: 'nē, ne, nē paldies',
    yes: 'jā, ja, piekrītu, apstiprinu',
    texts: 'ziņa, ziņas, ziņu, īsziņas, sms, reklāmas, reklāmu, numurs, numuru, saraksta, sūtīt, sūtiet',
    unwanted: 'nevēlos, negribu, nesūtiet, neinteresē, pārtrauciet',
  },
  et: {
    stop: 'loobu, loobun, loobumine, võtan nõusoleku tagasi, ei soovi sõnumeid, ärge saatke',
    here: 'lõpeta, lõpetage, lõpetada, tühista, tühistan, kustuta, kustutage, eemalda, eemaldage, aitab, ei soovi, ei taha, peata, lõpp',
    no: 'ei, ei aitäh',
    yes: 'jah, jaa, nõus, nõustun, kinnitan',
    texts: 'sõnum, sõnumid, sõnumeid, sms, reklaam, reklaami, number, numbrit, nimekirjast, saatke, saata',
    unwanted: 'ei soovi, ei taha, ärge, ei ole huvitatud, vale number',
  },
  fi: {
    stop: 'peruuta tilaus, peruutan tilauksen, poista minut, en halua viestejä, ei mainoksia, ei enää viestejä, kiellän markkinoinnin',
    here: 'lopeta, lopettakaa, lopetus, peru, peruuta, peruutan, peruutus, poista, poistakaa, irtisano, riittää, loppu, ei kiitos, en halua, kiellän, kielto',
    no: 'ei, en, ei kiitos',
    yes: 'kyllä, joo, juu, hyväksyn, vahvistan, suostun',
    texts:
      'viesti, viestit, viestejä, viestiä, tekstiviestit, tekstiviestejä, mainoksia, mainokset, numero, numeroni, listalta, lähettäkö, lähettää',
    unwanted: 'en halua, älkää, ei enää, en ole kiinnostunut, ei kiinnosta, väärä numero',
  },
  sv: {
    stop: 'avregistrera, avregistrera mig, avprenumerera, avanmäl, avanmälan, avanmäl mig, inga fler sms, inga sms, inga fler meddelanden, ta bort mig',
    here: 'avsluta, avsluta prenumeration, avsäg, ta bort, sluta, säg upp, upphör, slut, radera, stoppa, avboka, nej tack',
    no: 'nej, nej tack, nä',
    yes: 'ja, jo, japp, javisst, godkänner, jag godkänner, bekräftar, samtycker',
    texts: 'meddelande, meddelanden, sms, reklam, nummer, listan, skicka, skriv',
    unwanted: 'vill inte, inte längre, sluta skicka, inga fler, inte intresserad, fel nummer, aldrig mer',
  },
  no: {
    stop: 'avmeld, avmelding, avmeld meg, meld av, meld meg av, avbestill, avregistrer, ingen flere sms, ingen flere meldinger, trekker samtykke',
    here: 'avslutt, avslutte, slutt, slett, slett meg, fjern, fjern meg, kanseller, si opp, stopp sms, nei takk',
    no: 'nei, nei takk, næ',
    yes: 'ja, jo, japp, bekrefter, godtar, samtykker',
    texts: 'melding, meldinger, meldingene, sms, reklame, nummer, nummeret, listen, sende, send',
    unwanted:
      'vil ikke, ønsker ikke, ikke send, slutt å, ingen flere, ikke interessert, feil nummer, aldri mer',
  },
  da: {
    stop: 'afmeld, afmelding, afmeld mig, frameld, frameld mig, framelding, afmelde, framelde, ikke flere sms, ikke flere beskeder, trækker samtykke',
    here: 'afslut, afslutte, slut, slet, slet mig, fjern, fjern mig, opsig, opsige, annuller, ophør, nej tak',
    no: 'nej, nej tak, næ',
    yes: 'ja, jo, japp, bekræfter, accepterer, samtykker',
    texts: 'besked, beskeder, sms, reklame, reklamer, nummer, listen, sende, send',
    unwanted:
      'vil ikke, ønsker ikke, ikke sende, stop med, ikke flere, ikke interesseret, forkert nummer, aldrig mere',
  },
  is: {
    stop: 'afskrá, afskráning, afskráðu mig, taka mig af lista',
    here: 'hætta, hættið, stöðva, stopp, eyða, nei takk, fjarlægja',
    no: 'nei, nei takk',
    yes: 'já, ja, samþykki, staðfesti',
    texts: 'skilaboð, sms, auglýsingar, númer, lista, senda, sendið',
    unwanted: 'vil ekki, ekki senda, hættið að, hef ekki áhuga',
  },
  ka: {
    stop: 'გამოწერის გაუქმება, გააუქმეთ, ar minda smsebi',
    here: 'სტოპ, გაუქმება, შეწყვეტა, შეწყვიტეთ, არ მინდა, ar minda, gauqmeba, sheckvita',
    no: 'არა, ara',
    yes: 'კი, დიახ, ki, diax, vetanxmebi',
    texts: 'შეტყობინება, შეტყობინებები, რეკლამა, ნომერი',
    unwanted: 'არ მინდა, არ გამომიგზავნოთ, ar minda',
  },
  hy: {
    stop: 'հրաժարվում եմ, չեղարկել բաժանորդագրությունը',
    here: 'ստոպ, դադարեցնել, դադարեցրեք, հրաժարվել, չեղարկել, չեմ ուզում',
    no: 'ոչ, չէ, voch',
    yes: 'այո, ayo, համաձայն եմ',
    texts: 'հաղորդագրություն, հաղորդագրություններ, գովազդ, համար',
    unwanted: 'չեմ ուզում, մի ուղարկեք, chem uzum',
  },
  az: {
    stop: 'abunəlikdən çıx, abunəliyi ləğv et, imtina edirəm',
    here: 'dayandır, dayandırın, imtina, ləğv et, kifayətdir, bəsdir, istəmirəm, sil',
    no: 'xeyr, yox',
    yes: 'bəli, hə, razıyam, təsdiq edirəm',
    texts: 'mesaj, mesajlar, sms, reklam, nömrə, göndərməyin',
    unwanted: 'istəmirəm, göndərməyin, yazmayın',
  },
};

const folded = (words: string): readonly string[] =>
  words
    .split(',')
    .map(foldText)
    .filter((word) => word !== '');

type Folded = { [Kind in keyof WordsOfLanguage]-?: ReadonlySet<string> };
const BY_LANGUAGE: Readonly<Record<string, Folded>> = Object.fromEntries(
  Object.entries(WORDS).map(([language, words]) => [
    language,
    {
      stop: new Set(folded(words.stop)),
      here: new Set(folded(words.here ?? '')),
      no: new Set(folded(words.no)),
      yes: new Set(folded(words.yes)),
      texts: new Set(folded(words.texts)),
      unwanted: new Set(folded(words.unwanted)),
    },
  ]),
);

/** Every language that is read, for tests; English and Greek are read everywhere. */
export const readLanguages = Object.keys(BY_LANGUAGE);

/** Whether one of the languages has this word, or all have it where none are named. */
export function isWordOf(
  kind: keyof WordsOfLanguage,
  word: string,
  languages: readonly string[] = readLanguages,
): boolean {
  return languages.some((language) => BY_LANGUAGE[language]?.[kind].has(word) === true);
}

/** All words of a kind in these languages. */
export const wordsOf = (kind: keyof WordsOfLanguage, languages: readonly string[]): readonly string[] =>
  languages.flatMap((language) => [...(BY_LANGUAGE[language]?.[kind] ?? [])]);
