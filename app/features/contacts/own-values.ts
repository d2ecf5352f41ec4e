/** What the merge tags of a shop's own can show of a contact, as `FieldValues`. */
export const OWN_VALUES = `jsonb_build_object('fields', contact.fields, 'order_count', contact.order_count,
           'spent', contact.spent::text, 'last_order_at', contact.last_order_at) AS own`;
