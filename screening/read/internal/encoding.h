// Text in any usual encoding, as UTF-8.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "screening/read/internal/byte_stream.h"

namespace tidewaiter::read {

// What cannot be decoded comes out as this byte, which no UTF-8 text holds. So the record it stands in is
// found by the same check as invalid bytes of a UTF-8 file, and a U+FFFD that the sender wrote is not taken
// for an error.
inline constexpr char kUndecodable = '\xFF';

// The name of the encoding that `sample` (the first bytes of a file) is written in: by byte-order mark, then
// zero bytes (UTF-16), then UTF-8 (also when a few bytes of it are broken), GB18030 (covers GBK and GB 2312),
// else windows-1252. Big5, Shift-JIS and others must be named by the user.
std::string_view DetectEncoding(std::string_view sample);

// Decodes `inner`, written in `encoding` (any name that ICU knows); a byte-order mark is dropped.
// InvalidArgument for an unknown name.
absl::StatusOr<std::unique_ptr<ByteStream>> MakeUtf8Stream(std::unique_ptr<ByteStream> inner,
                                                           std::string_view encoding);

// Length of the valid UTF-8 sequence at text[0], or 0.
size_t Utf8SequenceLength(std::string_view text);

}  // namespace tidewaiter::read
