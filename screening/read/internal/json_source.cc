// JSON Lines: one object a line. Keys are titles; nested objects are flattened with '.', arrays of texts
// joined by "; ".
#include <cstring>
#include <optional>
#include <utility>

#include <simdjson.h>

#include "absl/container/node_hash_map.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/limits.h"
#include "screening/read/internal/encoding.h"
#include "screening/read/internal/header_map.h"
#include "screening/read/internal/text.h"
#include "screening/read/internal/text_source.h"

namespace tidewaiter::read {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr int kDepth = 16;  // of nested objects; manifests have three or four
constexpr size_t kKnownKeys =
    4096;  // key paths that are remembered; hostile files have a new one in each record
constexpr size_t kEntries = 2000;  // values of one record

struct Key {
  std::string path;
  TitleMeaning meaning;
  bool assigned = false;  // was a field's in some record
  Field field = Field::kId;
};

struct Entry {
  Key* key;
  std::string_view text;
  bool exact_number;
};

bool IsOfGoodsOrRoute(Field field) {
  switch (field) {
    case Field::kMasterWaybill:
    case Field::kHouseWaybill:
    case Field::kMode:
    case Field::kOrigin:
    case Field::kTransit:
    case Field::kDestination:
    case Field::kHsCode:
    case Field::kDescription:
    case Field::kQuantity:
    case Field::kUnit:
    case Field::kPackages:
    case Field::kNetMass:
    case Field::kGrossMass:
    case Field::kMassUnit:
    case Field::kCurrency:
    case Field::kEndUse:
    case Field::kCasRn:
    case Field::kStructure:
      return true;
    default:
      return false;
  }
}

class JsonSource : public TextSource {
 public:
  explicit JsonSource(OpenedText opened) : TextSource(std::move(opened)), titles_(info_->options.column_map) {
    auto layout = std::make_shared<Layout>();
    for (size_t i = 0; i < kFieldCount; ++i) layout->fields.push_back(static_cast<Field>(i));
    layout_ = std::move(layout);
  }

  std::vector<std::pair<std::string, Field>> mapped_columns() const override {
    std::vector<std::pair<std::string, Field>> mapped;
    for (const Key* key : order_) {
      if (key->assigned) mapped.emplace_back(key->path, key->field);
    }
    return mapped;
  }
  std::vector<std::string> unmapped_columns() const override {
    std::vector<std::string> unmapped;
    for (const Key* key : order_) {
      if (!key->assigned) unmapped.push_back(key->path);
    }
    return unmapped;
  }

 protected:
  void Fill(FieldBatch& batch) override {
    while (!ended_ && !Full(batch)) {
      const std::string_view rest = buffer_.rest();
      const size_t searched = std::min(searched_, rest.size());
      const auto* feed =
          static_cast<const char*>(std::memchr(rest.data() + searched, '\n', rest.size() - searched));
      if (feed == nullptr && rest.size() <= limits::kRecordBytes && !buffer_.at_end()) {
        searched_ = rest.size();
        Refill();
        continue;
      }
      if (feed == nullptr && buffer_.broken()) {
        ended_ = true;  // a fragment
        break;
      }
      const size_t size = feed == nullptr ? rest.size() : static_cast<size_t>(feed - rest.data());
      searched_ = 0;
      if (size > limits::kRecordBytes) {
        AddTooLong(batch, line_, "line");
        SkipFeed();
        continue;
      }
      const std::string_view line = Trim(rest.substr(0, size));
      buffer_.set_pos(buffer_.pos() + size + (feed == nullptr ? 0 : 1));
      if (!line.empty()) Add(batch, line);
      if (feed == nullptr) {
        ended_ = true;
      } else {
        ++line_;
      }
      batch_bytes_ += size;
    }
  }

 private:
  void SkipFeed() {
    while (true) {
      const std::string_view rest = buffer_.rest();
      const size_t feed = rest.find('\n');
      if (feed != std::string_view::npos) {
        buffer_.set_pos(buffer_.pos() + feed + 1);
        CountSkipped(0);
        ++line_;
        return;
      }
      if (!CountSkipped(rest.size())) return;
      buffer_.set_pos(buffer_.size());
      if (!Refill()) {
        ended_ = true;
        return;
      }
    }
  }

  void Add(FieldBatch& batch, std::string_view line) {
    cells_ = batch.AddRow(line_);
    batch.Hold(buffer_.block());
    const char* data = line.data();
    size_t size = line.size();
    size_t readable = size + simdjson::SIMDJSON_PADDING;  // blocks are padded
    if (buffer_.block()->suspicious && !simdjson::validate_utf8(data, size)) {
      Repair(line);
      data = repaired_.data();
      size = repaired_.size() - simdjson::SIMDJSON_PADDING;
      readable = repaired_.size();
      batch.AddIssue(
          {"bad-encoding", "",
           Concat("line ", line_, ": holds bytes that are no text in the file's encoding; read as U+FFFD"),
           true});
    }
    line_in_block_ = data == line.data();
    line_end_ = data + size;
    has_zero_ = false;
    entries_.clear();
    nulls_.clear();
    next_key_ = 0;
    path_.clear();
    predicted_ = nullptr;
    ondemand::document document;
    simdjson::error_code error =
        parser_.iterate(simdjson::padded_string_view(data, size, readable)).get(document);
    ondemand::object object;
    if (error == simdjson::SUCCESS) error = document.get_object().get(object);
    const char* problem = nullptr;
    if (error == simdjson::SUCCESS) error = Walk(batch, object, 1, problem);
    if (error == simdjson::SUCCESS && problem == nullptr) {
      const char* where = nullptr;
      if (document.current_location().get(where) == simdjson::SUCCESS)
        problem = "text follows after the object";
    }
    if (error != simdjson::SUCCESS && problem == nullptr) problem = simdjson::error_message(error);
    if (problem != nullptr) {
      batch.AddIssue({"unreadable-row", "",
                      Concat("line ", line_, ": this line is no JSON object that can be read: ", problem),
                      true});
      // What was read before the error is kept: it may be the part that matters.
    }
    Assign(batch);
    if (has_zero_) batch.CheckCharacters();
  }

  void Repair(std::string_view line) {
    repaired_.clear();
    for (size_t i = 0; i < line.size();) {
      const size_t length = Utf8SequenceLength(line.substr(i));
      if (length > 0) {
        repaired_.append(line, i, length);
      } else {
        repaired_.append("\xEF\xBF\xBD");
      }
      i += length > 0 ? length : 1;
    }
    repaired_.append(simdjson::SIMDJSON_PADDING, ' ');
  }

  // The string whose opening quote stands at `quote`, if it holds no escape. simdjson has seen its closing
  // quote.
  std::optional<std::string_view> PlainString(const char* quote) const {
    const char* const begin = quote + 1;
    const auto left = static_cast<size_t>(line_end_ - begin);
    const auto* end = static_cast<const char*>(std::memchr(begin, '"', left));
    if (end == nullptr) return std::nullopt;
    const auto size = static_cast<size_t>(end - begin);
    if (std::memchr(begin, '\\', size) != nullptr) return std::nullopt;
    return std::string_view(begin, size);
  }

  // Depth is bounded, so recursion is.
  simdjson::error_code Walk(FieldBatch& batch, ondemand::object& object, int depth, const char*& problem) {
    const size_t path_size = path_.size();
    for (auto item : object) {
      if (item.error() != simdjson::SUCCESS) return item.error();
      ondemand::field& field = item.value_unsafe();  // by reference: copies of it cost more than the parsing
      std::string_view name;
      if (const std::optional<std::string_view> plain = PlainString(field.key().raw() - 1)) {
        name = *plain;
      } else if (const auto error = field.unescaped_key().get(name); error != simdjson::SUCCESS) {
        return error;
      }
      name = name.substr(0, 256);
      if (path_size == 0 && next_key_ < sequence_.size() && sequence_[next_key_]->path == name) {
        predicted_ = sequence_[next_key_];
      } else {
        predicted_ = nullptr;
        path_.resize(path_size);
        if (path_size > 0) path_.push_back('.');
        path_.append(name);
      }
      ondemand::value& value = field.value();
      const auto error = Take(batch, value, depth, problem);
      if (error != simdjson::SUCCESS || problem != nullptr) return error;
    }
    path_.resize(path_size);
    return simdjson::SUCCESS;
  }

  simdjson::error_code Take(FieldBatch& batch, ondemand::value& value, int depth, const char*& problem) {
    ondemand::json_type type;
    if (const auto error = value.type().get(type); error != simdjson::SUCCESS) return error;
    switch (type) {
      case ondemand::json_type::object: {
        if (depth >= kDepth) {
          problem = "it is nested too deeply (limit 16)";
          return simdjson::SUCCESS;
        }
        WritePath();
        ondemand::object object;
        if (const auto error = value.get_object().get(object); error != simdjson::SUCCESS) return error;
        return Walk(batch, object, depth + 1, problem);
      }
      case ondemand::json_type::array: {
        if (depth >= kDepth) {
          problem = "it is nested too deeply (limit 16)";
          return simdjson::SUCCESS;
        }
        WritePath();
        ondemand::array array;
        if (const auto error = value.get_array().get(array); error != simdjson::SUCCESS) return error;
        const size_t path_size = path_.size();
        for (auto item : array) {
          ondemand::value element;
          if (const auto error = std::move(item).get(element); error != simdjson::SUCCESS) return error;
          path_.resize(path_size);
          const auto error = Take(batch, element, depth + 1, problem);
          if (error != simdjson::SUCCESS || problem != nullptr) return error;
        }
        path_.resize(path_size);
        return simdjson::SUCCESS;
      }
      case ondemand::json_type::string: {
        // Most strings have no escape: they are used where they stand.
        if (const std::string_view token = value.raw_json_token(); line_in_block_) {
          if (const std::optional<std::string_view> plain = PlainString(token.data())) {
            Keep(batch, *plain, /*in_place=*/true, false, problem);
            ondemand::raw_json_string taken;  // moves on, cheaply
            return value.get_raw_json_string().get(taken);
          }
        }
        std::string_view text;
        if (const auto error = value.get_string().get(text); error != simdjson::SUCCESS) return error;
        if (text.find('\0') != std::string_view::npos) has_zero_ = true;  // written \u0000
        Keep(batch, text, /*in_place=*/false, false, problem);
        return simdjson::SUCCESS;
      }
      case ondemand::json_type::number: {
        double ignored = 0;  // a number by JSON's grammar; its text is kept, which may have more digits
        const std::string_view text = Trim(value.raw_json_token());
        const auto error = value.get_double().get(ignored);
        if (error != simdjson::SUCCESS && error != simdjson::NUMBER_ERROR) return error;
        Keep(batch, text, line_in_block_, true, problem);
        return simdjson::SUCCESS;
      }
      case ondemand::json_type::boolean: {
        bool flag = false;
        if (const auto error = value.get_bool().get(flag); error != simdjson::SUCCESS) return error;
        Keep(batch, flag ? "true" : "false", /*in_place=*/true, false, problem);
        return simdjson::SUCCESS;
      }
      case ondemand::json_type::null: {
        bool null = false;  // "nul" has the type of null, and is an error
        if (const auto error = value.is_null().get(null); error != simdjson::SUCCESS) return error;
        if (!null) return simdjson::N_ATOM_ERROR;
        Key* const key = FindKey();  // keeps its turn
        if (key != nullptr && !key->meaning.matches.empty() && nulls_.size() < kEntries) {
          nulls_.push_back(key->meaning.matches[0].field);
        }
        return simdjson::SUCCESS;
      }
    }
    return simdjson::SUCCESS;
  }

  // Records repeat their keys in the same order, mostly: the key that followed last time is tried first.
  Key* FindKey() {
    const size_t turn = next_key_++;
    if (predicted_ != nullptr) return std::exchange(predicted_, nullptr);
    if (turn < sequence_.size() && sequence_[turn]->path == path_) return sequence_[turn];
    Key* const key = LookUpKey();
    if (key != nullptr && key != &overflow_) {
      if (turn < sequence_.size()) {
        sequence_[turn] = key;
      } else if (turn == sequence_.size() && turn < kEntries) {
        sequence_.push_back(key);
      }
    }
    return key;
  }

  // path_ holds the key's path again when it was taken from the last record.
  void WritePath() {
    if (predicted_ != nullptr) path_ = std::exchange(predicted_, nullptr)->path;
  }

  Key* LookUpKey() {
    const auto found = keys_.find(AsAbsl(path_));
    if (found != keys_.end()) return &found->second;
    TitleMeaning meaning = titles_.Read(path_);
    if (meaning.matches.empty()) {
      // "goods.line.description": the last two names say what the whole path does not, or the last alone, if
      // it is one that only goods and routes have ("consignee.id" is not the record's id).
      const size_t dot = path_.rfind('.');
      if (dot != std::string::npos) {
        const size_t before = dot == 0 ? std::string::npos : path_.rfind('.', dot - 1);
        const std::string_view path = path_;
        if (before != std::string::npos) meaning = titles_.Read(path.substr(before + 1));
        if (meaning.matches.empty()) {
          meaning = titles_.Read(path.substr(dot + 1));
          std::erase_if(meaning.matches,
                        [](const TitleMatch& match) { return !IsOfGoodsOrRoute(match.field); });
        }
      }
    }
    if (keys_.size() >= kKnownKeys) {
      overflow_.path = path_;
      overflow_.meaning = std::move(meaning);
      return overflow_.meaning.matches.empty() ? nullptr : &overflow_;
    }
    Key& key = keys_[path_];
    key.path = path_;
    key.meaning = std::move(meaning);
    order_.push_back(&key);
    return &key;
  }

  // `in_place`: the text lives as long as the batch.
  void Keep(FieldBatch& batch, std::string_view text, bool in_place, bool number, const char*& problem) {
    if (entries_.size() >= kEntries) {
      problem = "it has too many values (limit 2000)";
      return;
    }
    Key* const key = FindKey();
    if (key == nullptr) return;
    if (key == &overflow_) {  // not remembered: taken at once, if the field is free
      Cell& cell = cells_[static_cast<size_t>(overflow_.meaning.matches[0].field)];
      SetCell(cell, batch.Join(cell.text(), "; ", batch.Store(text)));
      return;
    }
    if (key->meaning.matches.empty()) return;
    std::string_view stored;
    if (!key->meaning.unit.empty() && !text.empty()) {
      stored = batch.Store(Concat(text, " ", key->meaning.unit));
    } else {
      stored = in_place ? text : batch.Store(text);
    }
    // A key twice, or an array: everything is searched.
    for (Entry& entry : entries_) {
      if (entry.key == key) {
        entry.text = batch.Join(entry.text, "; ", stored);
        entry.exact_number = false;
        return;
      }
    }
    entries_.push_back({key, stored, number});
  }

  // Fields for the record's keys. Records of a file mostly have the same keys: the answer is kept for the
  // last shape.
  void Assign(FieldBatch& batch) {
    bool same = shape_.size() == entries_.size();
    for (size_t i = 0; same && i < shape_.size(); ++i) same = shape_[i] == entries_[i].key;
    if (!same) {
      shape_.clear();
      std::vector<TitleMeaning> meanings;
      for (const Entry& entry : entries_) {
        shape_.push_back(entry.key);
        meanings.push_back(entry.key->meaning);
      }
      shape_fields_ = AssignFields(meanings, shape_extra_);
      for (size_t i = 0; i < shape_.size(); ++i) {
        if (shape_fields_[i] < 0) continue;
        shape_[i]->assigned = true;
        shape_[i]->field = static_cast<Field>(shape_fields_[i]);
      }
      for (const size_t extra : shape_extra_) {
        shape_[extra]->assigned = true;
        shape_[extra]->field = Field::kDescription;
      }
    }
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (shape_fields_[i] < 0) continue;
      Cell& cell = cells_[static_cast<size_t>(shape_fields_[i])];
      SetCell(cell, cell.size == 0 ? entries_[i].text : batch.Join(entries_[i].text, "; ", cell.text()));
      cell.exact_number = entries_[i].exact_number;
    }
    for (const size_t extra : shape_extra_) {
      Cell& cell = cells_[static_cast<size_t>(Field::kDescription)];
      SetCell(cell, batch.Join(cell.text(), " | ", entries_[extra].text));
    }
    // A place with nothing in it.
    for (const Field field : nulls_) {
      Cell& cell = cells_[static_cast<size_t>(field)];
      if (cell.data == nullptr) SetCell(cell, "");
    }
  }

  const TitleReader titles_;
  ondemand::parser parser_;
  absl::node_hash_map<std::string, Key> keys_;
  std::vector<Key*> order_;     // as first seen
  std::vector<Key*> sequence_;  // of the last record
  size_t next_key_ = 0;
  Key* predicted_ =
      nullptr;  // the key in hand, when it is the one of the last record; path_ is not written then
  bool line_in_block_ = true;
  bool has_zero_ = false;  // in a string of the record
  const char* line_end_ = nullptr;
  Key overflow_;
  std::string path_;
  std::string repaired_;
  std::vector<Entry> entries_;
  std::vector<Field> nulls_;  // fields whose key stands there with null
  std::vector<Key*> shape_;
  std::vector<int> shape_fields_;
  std::vector<size_t> shape_extra_;
  Cell* cells_ = nullptr;  // of the record in hand
  size_t searched_ = 0;    // bytes of the incomplete line that hold no line end
};

}  // namespace

absl::StatusOr<std::unique_ptr<RecordSource>> OpenJsonLines(OpenedText opened) {
  const std::string_view head = Trim(opened.head);
  if (!head.empty() && head.front() == '[') {
    return absl::InvalidArgumentError(
        "this is a JSON array; JSON Lines has one object a line (jq -c '.[]' makes it)");
  }
  return std::make_unique<JsonSource>(std::move(opened));
}

}  // namespace tidewaiter::read
