// SMILES files: a SMILES, a blank or tab, a name; one a line. What the SMILES says is not looked at here.
#include "chemdb/base/limits.h"
#include "screening/read/internal/header_map.h"
#include "screening/read/internal/text.h"
#include "screening/read/internal/text_source.h"

namespace tidewaiter::read {
namespace {

constexpr size_t kStructureCell = 0;
constexpr size_t kIdCell = 1;

class SmilesSource : public TextSource {
 public:
  explicit SmilesSource(OpenedText opened) : TextSource(std::move(opened)) {
    auto layout = std::make_shared<Layout>();
    layout->fields = {Field::kStructure, Field::kId};
    layout->smiles_first = true;
    layout_ = std::move(layout);
  }

 protected:
  void Fill(FieldBatch& batch) override {
    while (!ended_ && !Full(batch)) {
      const std::string_view rest = buffer_.rest();
      const size_t after = AfterLineEnd(buffer_.pos());
      const bool whole = after != std::string_view::npos;
      if (!whole && rest.size() <= limits::kRecordBytes && !buffer_.at_end()) {
        Refill();
        continue;
      }
      const size_t size = whole ? after - buffer_.pos() : rest.size();
      if (size > limits::kRecordBytes) {
        AddTooLong(batch, line_, "line");
        SkipLine();
        first_ = false;
        continue;
      }
      if (!whole) {
        ended_ = true;
        if (buffer_.broken()) break;  // a fragment
      }
      const std::string_view line = Trim(rest.substr(0, size));
      buffer_.set_pos(buffer_.pos() + size);
      if (!line.empty() && !(first_ && IsHeader(line))) Add(batch, line);
      if (!line.empty()) first_ = false;
      if (whole) ++line_;
      batch_bytes_ += size;
    }
  }

 private:
  // "SMILES Name", "canonical_smiles\tid": a word that no SMILES is.
  static bool IsHeader(std::string_view line) {
    static const TitleReader kTitles({});
    const std::string_view word = line.substr(0, line.find_first_of(" \t,;"));
    if (word.size() < 3) return false;
    const TitleMeaning meaning = kTitles.Read(word);
    return !meaning.matches.empty() && meaning.matches[0].field == Field::kStructure;
  }

  void Add(FieldBatch& batch, std::string_view line) {
    // find_first_of would call memchr for each byte.
    size_t end = 0;
    while (end < line.size() && line[end] != ' ' && line[end] != '\t') ++end;
    std::string_view name = Trim(line.substr(end));
    // A CXSMILES extension |...| belongs to the structure.
    if (!name.empty() && name.front() == '|') {
      if (const size_t close = name.find('|', 1); close != std::string_view::npos) {
        end = static_cast<size_t>(name.data() - line.data()) + close + 1;
        name = Trim(line.substr(end));
      }
    }
    const size_t tab = name.find('\t');
    Cell* const cells = batch.AddRow(line_);
    SetCell(cells[kStructureCell], line.substr(0, end));
    SetCell(cells[kIdCell], Trim(name.substr(0, tab)));
    batch.Hold(buffer_.block());
    if (buffer_.block()->suspicious) batch.CheckCharacters();
  }

  bool first_ = true;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RecordSource>> OpenSmiles(OpenedText opened) {
  return std::make_unique<SmilesSource>(std::move(opened));
}

}  // namespace tidewaiter::read
