#include "screening/read/internal/encoding.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"

namespace tidewaiter::read {
namespace {

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// UTF-16 without a mark: Latin digits, commas and line ends have a zero half, always on the same side.
std::string_view DetectUtf16(std::string_view sample) {
  const size_t pairs = sample.size() / 2;
  if (pairs < 4) return "";
  size_t zero[2] = {0, 0};
  for (size_t i = 0; i < 2 * pairs; ++i) zero[i & 1] += sample[i] == '\0';
  const size_t needed = pairs / 8 + 2;
  if (zero[1] >= needed && zero[0] * 10 <= zero[1]) return "UTF-16LE";
  if (zero[0] >= needed && zero[1] * 10 <= zero[0]) return "UTF-16BE";
  return "";
}

// Broken bytes among many good sequences are errors in a UTF-8 file; hardly any good sequence is another
// encoding.
bool LooksLikeUtf8(std::string_view sample) {
  size_t good = 0;
  size_t bad = 0;
  for (size_t i = 0; i < sample.size();) {
    if (static_cast<unsigned char>(sample[i]) < 0x80) {
      ++i;
      continue;
    }
    const size_t length = Utf8SequenceLength(sample.substr(i));
    if (length > 0) {
      ++good;
      i += length;
    } else if (sample.size() - i < 4) {
      break;  // cut by the end of the sample
    } else {
      ++bad;
      ++i;
    }
  }
  return bad == 0 || good >= bad;
}

// GB 2312 text is pairs of two high bytes, nearly all from the everyday rows; an accented Latin letter stands
// alone among ASCII.
bool LooksLikeGb18030(std::string_view sample) {
  size_t everyday = 0;
  size_t other = 0;
  size_t i = 0;
  while (i + 1 < sample.size()) {
    const auto lead = static_cast<unsigned char>(sample[i]);
    const auto trail = static_cast<unsigned char>(sample[i + 1]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const auto digit = [&](size_t at) {
      return at < sample.size() && sample[at] >= '0' && sample[at] <= '9';
    };
    if (digit(i + 1) && i + 2 < sample.size() && static_cast<unsigned char>(sample[i + 2]) >= 0x81 &&
        digit(i + 3)) {
      everyday += 2;  // four bytes, a form of no other encoding
      i += 4;
      continue;
    }
    const bool symbols = lead >= 0xA1 && lead <= 0xA9;
    const bool level1 = lead >= 0xB0 && lead <= 0xD7;
    if (trail >= 0xA1 && trail != 0xFF && (symbols || level1)) {
      ++everyday;
      i += 2;
    } else if (lead >= 0x81 && lead != 0xFF && trail >= 0x40 && trail != 0x7F && trail != 0xFF) {
      ++other;
      i += 2;
    } else {
      other += 2;
      ++i;
    }
  }
  return everyday > 0 && everyday * 2 >= other * 3;
}

class BomSkipper : public ByteStream {
 public:
  explicit BomSkipper(std::unique_ptr<ByteStream> inner) : inner_(std::move(inner), 3) {}

  absl::StatusOr<size_t> Read(char* out, size_t capacity) override {
    if (!started_) {
      started_ = true;
      if (inner_.head() == "\xEF\xBB\xBF") {
        char mark[3];
        size_t taken = 0;
        while (taken < sizeof(mark)) {
          const auto got = inner_.Read(mark + taken, sizeof(mark) - taken);
          if (!got.ok()) return got;
          taken += *got;
        }
      }
    }
    return inner_.Read(out, capacity);
  }
  absl::Status EndStatus() const override { return inner_.EndStatus(); }

 private:
  HeadStream inner_;
  bool started_ = false;
};

// ICU's callback for what cannot be decoded: a lone surrogate, which no decoder makes, stands for it until it
// is written as kUndecodable.
constexpr UChar kBadUnit = 0xDFFF;
void OnUndecodable(const void*, UConverterToUnicodeArgs* args, const char*, int32_t,
                   UConverterCallbackReason reason, UErrorCode* error) {
  if (reason > UCNV_IRREGULAR) return;  // reset, close, clone
  *error = U_ZERO_ERROR;
  ucnv_cbToUWriteUChars(args, &kBadUnit, 1, 0, error);
}

class IcuStream : public ByteStream {
 public:
  IcuStream(std::unique_ptr<ByteStream> inner, UConverter* converter)
      : inner_(std::move(inner)), converter_(converter), input_(64 * 1024), units_(64 * 1024) {}
  IcuStream(const IcuStream&) = delete;
  IcuStream& operator=(const IcuStream&) = delete;
  ~IcuStream() override { ucnv_close(converter_); }

  absl::StatusOr<size_t> Read(char* out, size_t capacity) override {
    while (taken_ == text_.size()) {
      if (!status_.ok()) return status_;
      if (ended_) return size_t{0};
      text_.clear();
      taken_ = 0;
      Decode();
    }
    const size_t count = std::min(capacity, text_.size() - taken_);
    std::memcpy(out, text_.data() + taken_, count);
    taken_ += count;
    return count;
  }
  absl::Status EndStatus() const override { return inner_->EndStatus(); }

 private:
  void Decode() {
    if (next_ == available_ && !input_ended_) {
      const auto got = inner_->Read(input_.data(), input_.size());
      if (!got.ok()) {
        status_ = got.status();
        return;
      }
      next_ = 0;
      available_ = *got;
      input_ended_ = *got == 0;
    }
    const char* source = input_.data() + next_;
    UChar* target = units_.data();
    UErrorCode error = U_ZERO_ERROR;
    ucnv_toUnicode(converter_, &target, units_.data() + units_.size(), &source, input_.data() + available_,
                   nullptr, input_ended_, &error);
    next_ = static_cast<size_t>(source - input_.data());
    if (U_FAILURE(error) && error != U_BUFFER_OVERFLOW_ERROR) {
      status_ = absl::DataLossError(Concat("cannot decode the text: ", u_errorName(error)));
      return;
    }
    AppendUtf8(static_cast<size_t>(target - units_.data()));
    if (input_ended_ && error != U_BUFFER_OVERFLOW_ERROR) {
      if (lead_ != 0) text_.push_back(kUndecodable);
      lead_ = 0;
      ended_ = true;
    }
  }

  void AppendUtf8(size_t count) {
    for (size_t i = 0; i < count; ++i) {
      const UChar unit = units_[i];
      UChar32 c = unit;
      if (lead_ != 0) {
        // kBadUnit after a lead is the second half of a real character (U+1FFFF and its like): ICU writes
        // pairs whole.
        if (U16_IS_TRAIL(unit)) {
          c = U16_GET_SUPPLEMENTARY(lead_, unit);
          lead_ = 0;
          AppendCharacter(c);
          continue;
        }
        text_.push_back(kUndecodable);
        lead_ = 0;
      }
      if (U16_IS_LEAD(unit)) {
        lead_ = unit;
      } else if (U16_IS_TRAIL(unit)) {
        text_.push_back(kUndecodable);
      } else if (c == 0xFEFF && first_) {
        // byte-order mark
      } else {
        AppendCharacter(c);
      }
      first_ = false;
    }
  }

  void AppendCharacter(UChar32 c) {
    char buffer[U8_MAX_LENGTH];
    int32_t length = 0;
    U8_APPEND_UNSAFE(buffer, length, c);
    text_.append(buffer, static_cast<size_t>(length));
  }

  const std::unique_ptr<ByteStream> inner_;
  UConverter* const converter_;
  std::vector<char> input_;
  size_t next_ = 0;
  size_t available_ = 0;
  std::vector<UChar> units_;
  std::string text_;
  size_t taken_ = 0;
  UChar lead_ = 0;
  bool first_ = true;
  bool input_ended_ = false;
  bool ended_ = false;
  absl::Status status_;
};

std::string CanonicalName(std::string_view name) {
  std::string lower = absl::AsciiStrToLower(AsAbsl(name));
  // Files labelled GB 2312 or GBK use what later editions added; GB 18030 reads all three alike.
  if (lower == "gbk" || lower == "gb2312" || lower == "cp936" || lower == "gb18030") return "gb18030";
  if (lower == "latin1" || lower == "latin-1" || lower == "iso-8859-1") return "windows-1252";
  if (lower == "utf8" || lower == "utf-8" || lower == "ascii" || lower == "us-ascii") return "utf-8";
  return lower;
}

}  // namespace

size_t Utf8SequenceLength(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto trail = [&](size_t i, unsigned low, unsigned high) {
    return i < text.size() && byte(i) >= low && byte(i) <= high;
  };
  if (text.empty()) return 0;
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return trail(1, 0x80, 0xBF) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;
    return trail(1, low, high) && trail(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
    return trail(1, low, high) && trail(2, 0x80, 0xBF) && trail(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

std::string_view DetectEncoding(std::string_view sample) {
  using namespace std::string_view_literals;
  if (StartsWith(sample, "\xEF\xBB\xBF")) return "utf-8";
  if (StartsWith(sample, "\xFF\xFE\x00\x00"sv)) return "UTF-32LE";
  if (StartsWith(sample, "\x00\x00\xFE\xFF"sv)) return "UTF-32BE";
  if (StartsWith(sample, "\xFF\xFE")) return "UTF-16LE";
  if (StartsWith(sample, "\xFE\xFF")) return "UTF-16BE";
  if (const std::string_view utf16 = DetectUtf16(sample); !utf16.empty()) return utf16;
  if (LooksLikeUtf8(sample)) return "utf-8";
  return LooksLikeGb18030(sample) ? "gb18030" : "windows-1252";
}

absl::StatusOr<std::unique_ptr<ByteStream>> MakeUtf8Stream(std::unique_ptr<ByteStream> inner,
                                                           std::string_view encoding) {
  const std::string name = CanonicalName(encoding);
  if (name == "utf-8") return std::make_unique<BomSkipper>(std::move(inner));
  UErrorCode error = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(name.c_str(), &error);
  if (U_FAILURE(error) || converter == nullptr) {
    return absl::InvalidArgumentError(Concat("unknown text encoding: ", encoding));
  }
  ucnv_setToUCallBack(converter, OnUndecodable, nullptr, nullptr, nullptr, &error);
  if (U_FAILURE(error)) {
    ucnv_close(converter);
    return absl::InternalError(Concat("cannot prepare the decoder for ", encoding));
  }
  return std::make_unique<IcuStream>(std::move(inner), converter);
}

}  // namespace tidewaiter::read
