/** True when two questions ask the same, whatever their case, spaces and punctuation. */
export function asksTheSame(one: string, other: string): boolean {
  return normalised(one) === normalised(other);
}

/** Letters and digits of any script with single spaces between them; a question without any is compared as it is. */
function normalised(question: string): string {
  const words = question
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
  return words.length === 0 ? question.trim() : words.join(' ');
}
