//! Comments behind the code of adjacent lines stand in one column.

/// The text with blanks before the comments, which start at `offsets`.
pub(super) fn align(text: Vec<u8>, offsets: &[usize]) -> Vec<u8> {
    if offsets.is_empty() {
        return text;
    }
    let mut aligned = Vec::with_capacity(text.len());
    let mut copied = 0;
    let adjacent = |&first: &usize, &second: &usize| {
        text[first..second]
            .split(|&byte| byte == b'\n')
            .nth(2)
            .is_none()
    };
    for block in offsets.chunk_by(adjacent) {
        let widest = block
            .iter()
            .map(|&offset| width(&text, offset))
            .max()
            .unwrap_or_default();
        for &offset in block {
            aligned.extend_from_slice(&text[copied..offset]);
            aligned.resize(aligned.len() + widest - width(&text, offset), b' ');
            copied = offset;
        }
    }
    aligned.extend_from_slice(&text[copied..]);
    aligned
}

/// How many characters stand on the line before `offset`.
fn width(text: &[u8], offset: usize) -> usize {
    let start = text[..offset]
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |end| end + 1);
    let chunks = text[start..offset].utf8_chunks();
    chunks
        .map(|chunk| chunk.valid().chars().count() + chunk.invalid().len())
        .sum()
}
