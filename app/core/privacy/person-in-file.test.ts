import { expect, test } from 'vitest';
import { personInFile } from './person-in-file.ts';

const them = personInFile({
  phones: [306_943_123_456],
  firstName: 'Ξανθίππη',
  lastName: 'Κουάρτζ',
  isTheirEmail: (email) => email.trim().toLowerCase() === 'x@quartz.example',
});

test.each([
  [['+306943123456']],
  [['0030 694-312-3456', 'yes']],
  [["'+30 694 312 3456"]],
  [['="6943123456"']],
  [['(694) 312 34 56']],
  [['6943123456.0']],
  [['3.06943123456E+11']],
  [['+3069431234567']],
  [['６９４３１２３４５６']],
  [['٦٩٤٣١٢٣٤٥٦']],
  [['tel: 6943123456, after six']],
  [['', ' X@Quartz.example ']],
  [['3.06943E+11', 'ΞΑΝΘΙΠΠΗ', 'κουαρτζ']],
  [['', 'Κουάρτζ Ξανθίππη', '2026-03-01 10:00']],
])('the row %j is theirs', (cells) => {
  expect(them.hasRow(cells)).toBe(true);
});

test.each([
  [['+306943123457', 'Ξανθίππη', 'Κουάρτζ']],
  [['6943', '123456']],
  [['', 'Ξανθίππη']],
  [['', 'y@quartz.example']],
  [['']],
])('the row %j is not', (cells) => {
  expect(them.hasRow(cells)).toBe(false);
});

test.each([
  ['Order of Xanthippi 6943123456.csv', true],
  ['ξανθιππη.csv', true],
  ['Κουάρτζ-2026.csv', true],
  ['x@quartz.example.csv', true],
  ['customers 2026-03-01.csv', false],
  ['Ξανθίππηδες.csv', false],
])('a file named %j: %s', (name, theirs) => {
  expect(them.hasName(name)).toBe(theirs);
});

test('nobody is found by nothing, nor by a short number inside another', () => {
  const nobody = personInFile({ phones: [], firstName: null, lastName: 'Li', isTheirEmail: () => false });
  expect(nobody.hasRow(['', '  ', 'Li', 'a@b.c'])).toBe(false);
  expect(nobody.hasName('Li.csv')).toBe(false);
  const islander = personInFile({
    phones: [6_834_000],
    firstName: null,
    lastName: null,
    isTheirEmail: () => false,
  });
  expect(islander.hasRow(['4000'])).toBe(true);
  expect(islander.hasRow(['order 140002'])).toBe(false);
});
