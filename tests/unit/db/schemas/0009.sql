BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0009');
CREATE TABLE artifacts (
	id VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "artifacts" VALUES('2ee919ad-ff54-5631-82c7-c869ce08f0bc','e5fd27ec-84c0-4cac-ad76-decd29d9c86d','fetch','source','talk-8.00-90227450.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795711875337);
INSERT INTO "artifacts" VALUES('66e91c89-5f8a-575b-beba-b9d27ef0ae24','f5399a2c-f3fd-45e6-b3bd-643227605ecd','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795711876854);
INSERT INTO "artifacts" VALUES('6b727cdf-ce6f-5e00-abcd-24dc8e924f5a','e5fd27ec-84c0-4cac-ad76-decd29d9c86d','scenes','poster','talk-8.00-90227450 poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795711877159);
INSERT INTO "artifacts" VALUES('aba69df6-2109-5a1d-a08c-e3ae24b30ca3','e5fd27ec-84c0-4cac-ad76-decd29d9c86d','scenes','sprite','talk-8.00-90227450 storyboard.jpg','image/jpeg','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87','.jpg',16618,1795711877159);
INSERT INTO "artifacts" VALUES('de55f462-019d-5143-8005-1a3d78a271ae','e5fd27ec-84c0-4cac-ad76-decd29d9c86d','audio','audio','talk-8.00-90227450.mp3','audio/mpeg','bb3ceb182fc374123f7aab21cab41b4bce770ae25f6be3a25051b460a7d47ef1','.mp3',264266,1795711877700);
INSERT INTO "artifacts" VALUES('68dc05e8-0238-5644-ac58-4c3d714cfa83','e5fd27ec-84c0-4cac-ad76-decd29d9c86d','audio','waveform','talk-8.00-90227450 waveform.json','application/json','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689','.json',1167,1795711877700);
INSERT INTO "artifacts" VALUES('5eb4ad02-3cf1-59ce-9f8f-daf8de83e28b','e5fd27ec-84c0-4cac-ad76-decd29d9c86d','transcribe','transcript','talk-8.00-90227450.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795711880036);
INSERT INTO "artifacts" VALUES('b27efb51-e51f-5f55-ad07-98095ffc7e83','e5fd27ec-84c0-4cac-ad76-decd29d9c86d','transcribe','transcript','talk-8.00-90227450.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795711880036);
INSERT INTO "artifacts" VALUES('16eb85e7-0cf4-5c93-91f5-988af754cf31','e5fd27ec-84c0-4cac-ad76-decd29d9c86d','transcribe','transcript','talk-8.00-90227450.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795711880036);
INSERT INTO "artifacts" VALUES('8662ab44-768d-58f8-867e-028f8253f5bb','e5fd27ec-84c0-4cac-ad76-decd29d9c86d','clips','clip','talk-8.00-90227450 clip 1.mp4','video/mp4','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4','.mp4',199768,1795711881457);
INSERT INTO "artifacts" VALUES('0f2e48c2-58db-5230-9273-12dbf4f7b43f','e5fd27ec-84c0-4cac-ad76-decd29d9c86d','clips','clip_thumbnail','talk-8.00-90227450 clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795711881457);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',1,'job_moved',1795711875104,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(2,'f5399a2c-f3fd-45e6-b3bd-643227605ecd',1,'job_moved',1795711875113,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(3,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',2,'job_moved',1795711875119,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
INSERT INTO "events" VALUES(4,'f5399a2c-f3fd-45e6-b3bd-643227605ecd',2,'job_moved',1795711875128,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
INSERT INTO "events" VALUES(5,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',3,'stage_moved',1795711875139,'{"status": "processing", "progress": 0.0, "attempt": 1, "stage": "fetch", "eta_s": 10.432, "stage_status": "running", "waited_s": 0.002874307996535208}');
INSERT INTO "events" VALUES(6,'f5399a2c-f3fd-45e6-b3bd-643227605ecd',3,'stage_moved',1795711875203,'{"status": "processing", "progress": 0.0, "attempt": 1, "stage": "fetch", "eta_s": 3.5705419269989944, "stage_status": "running", "waited_s": 0.03396140800032299}');
INSERT INTO "events" VALUES(7,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',4,'stage_moved',1795711875337,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "fetch", "eta_s": 10.23193457299861, "stage_status": "completed", "cached": false, "work_s": 0.17388757400476607, "waited_s": 0.002874307996535208}');
INSERT INTO "events" VALUES(8,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',5,'stage_moved',1795711875349,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "speech", "eta_s": 10.219578712996038, "stage_status": "running", "waited_s": 0.0017131490021711215}');
INSERT INTO "events" VALUES(9,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',6,'log_line',1795711875655,'{"level": "info", "message": "speech audio extracted", "stage": "speech", "fields": {"duration_s": 8.0, "expected_s": 8.2}}');
INSERT INTO "events" VALUES(10,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',7,'stage_moved',1795711875763,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "scenes", "eta_s": 6.674351144600325, "stage_status": "running", "waited_s": 0.40655319299548864}');
INSERT INTO "events" VALUES(11,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',8,'stage_moved',1795711875778,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "speech", "eta_s": 6.653010280602859, "stage_status": "completed", "cached": false, "work_s": 0.38518252500216477, "waited_s": 0.0017131490021711215}');
INSERT INTO "events" VALUES(12,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',9,'stage_moved',1795711875828,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "transcribe", "eta_s": 6.270999999999999, "stage_status": "running", "waited_s": 0.0031012109975563362}');
INSERT INTO "events" VALUES(13,'f5399a2c-f3fd-45e6-b3bd-643227605ecd',4,'stage_moved',1795711876854,'{"status": "processing", "progress": 0.856353591160221, "attempt": 1, "stage": "fetch", "eta_s": 3.476371889000002, "stage_status": "completed", "cached": false, "work_s": 1.6446971350014792, "waited_s": 0.03396140800032299}');
INSERT INTO "events" VALUES(14,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',10,'log_line',1795711877116,'{"level": "info", "message": "scenes found", "stage": "scenes", "fields": {"cuts": 0, "focus_points": 17}}');
INSERT INTO "events" VALUES(15,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',11,'stage_moved',1795711877156,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "audio", "eta_s": 6.2389632560000745, "stage_status": "running", "waited_s": 1.8043055050002295}');
INSERT INTO "events" VALUES(16,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',12,'stage_moved',1795711877159,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "scenes", "eta_s": 6.231897645003569, "stage_status": "completed", "cached": false, "work_s": 1.3883487050043186, "waited_s": 0.40655319299548864}');
INSERT INTO "events" VALUES(17,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',13,'log_line',1795711877615,'{"level": "info", "message": "audio extracted", "stage": "audio", "fields": {"format": "mp3", "quality": "high", "duration_s": 8.232}}');
INSERT INTO "events" VALUES(18,'f5399a2c-f3fd-45e6-b3bd-643227605ecd',5,'stage_moved',1795711877678,'{"status": "processing", "progress": 0.856353591160221, "attempt": 1, "stage": "audio", "eta_s": 1.0042115719999418, "stage_status": "running", "waited_s": 0.8049912520000362}');
INSERT INTO "events" VALUES(19,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',14,'stage_moved',1795711877700,'{"status": "processing", "progress": 0.24125559666136046, "attempt": 1, "stage": "audio", "eta_s": 6.143830041000269, "stage_status": "completed", "cached": false, "work_s": 0.5159988770028576, "waited_s": 1.8043055050002295}');
INSERT INTO "events" VALUES(20,'f5399a2c-f3fd-45e6-b3bd-643227605ecd',6,'job_error',1795711877717,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}');
INSERT INTO "events" VALUES(21,'f5399a2c-f3fd-45e6-b3bd-643227605ecd',7,'job_moved',1795711877717,'{"status": "failed", "progress": 0.856353591160221, "attempt": 1, "error": {"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}, "cause": "fail"}');
INSERT INTO "events" VALUES(22,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',15,'log_line',1795711878102,'{"level": "info", "message": "Loading the whisper model demo", "stage": "transcribe", "fields": {"device": "cpu", "workers": 1}}');
INSERT INTO "events" VALUES(23,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',16,'log_line',1795711878177,'{"level": "info", "message": "Transcribing with demo, batched", "stage": "transcribe", "fields": {"language": "en", "probability": 1.0}}');
INSERT INTO "events" VALUES(24,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',17,'segment_transcribed',1795711879994,'{"index": 0, "segment": {"start_s": 0.59, "end_s": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "words": [{"start_s": 0.59, "end_s": 0.97, "text": " Hello", "probability": 0.9979}, {"start_s": 0.97, "end_s": 1.43, "text": " everyone", "probability": 0.9991}, {"start_s": 1.43, "end_s": 1.59, "text": " and", "probability": 0.9974}, {"start_s": 1.59, "end_s": 1.93, "text": " welcome", "probability": 0.9999}, {"start_s": 1.93, "end_s": 2.13, "text": " to", "probability": 0.9987}, {"start_s": 2.13, "end_s": 2.29, "text": " my", "probability": 0.9988}, {"start_s": 2.29, "end_s": 2.81, "text": " channel.", "probability": 0.9985}]}}');
INSERT INTO "events" VALUES(25,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',18,'segment_transcribed',1795711880003,'{"index": 1, "segment": {"start_s": 3.62, "end_s": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "words": [{"start_s": 3.62, "end_s": 3.98, "text": " Today", "probability": 0.9991}, {"start_s": 3.98, "end_s": 4.14, "text": " we", "probability": 0.9982}, {"start_s": 4.14, "end_s": 4.28, "text": " are", "probability": 0.9997}, {"start_s": 4.28, "end_s": 4.64, "text": " going", "probability": 0.9995}, {"start_s": 4.64, "end_s": 4.84, "text": " to", "probability": 0.9999}, {"start_s": 4.84, "end_s": 5.1, "text": " learn", "probability": 0.9993}, {"start_s": 5.1, "end_s": 5.48, "text": " about", "probability": 0.9956}, {"start_s": 5.48, "end_s": 6.28, "text": " space.", "probability": 0.9918}]}}');
INSERT INTO "events" VALUES(26,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',19,'segment_transcribed',1795711880010,'{"index": 2, "segment": {"start_s": 6.95, "end_s": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "words": [{"start_s": 6.95, "end_s": 7.37, "text": " Tesla", "probability": 0.9921}, {"start_s": 7.37, "end_s": 7.49, "text": " will", "probability": 0.9941}, {"start_s": 7.49, "end_s": 7.77, "text": " send", "probability": 0.9941}, {"start_s": 7.77, "end_s": 7.777, "text": " a", "probability": 0.9708}, {"start_s": 7.777, "end_s": 7.79, "text": " ran", "probability": 0.3171}, {"start_s": 7.79, "end_s": 7.833, "text": " to", "probability": 0.4141}, {"start_s": 7.833, "end_s": 7.89, "text": " the", "probability": 0.5284}, {"start_s": 7.89, "end_s": 7.93, "text": " r.", "probability": 0.6542}]}}');
INSERT INTO "events" VALUES(27,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',20,'stage_moved',1795711880036,'{"status": "processing", "progress": 0.5206700787938203, "attempt": 1, "stage": "transcribe", "eta_s": 7.6811208939088775, "stage_status": "completed", "cached": false, "work_s": 4.225515123995137, "waited_s": 0.0031012109975563362}');
INSERT INTO "events" VALUES(28,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',21,'stage_moved',1795711880062,'{"status": "processing", "progress": 0.5206700787938203, "attempt": 1, "stage": "clips", "eta_s": 7.655369394908115, "stage_status": "running", "waited_s": 0.0032871520015760325}');
INSERT INTO "events" VALUES(29,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',22,'stage_moved',1795711880071,'{"status": "processing", "progress": 0.5206700787938203, "attempt": 1, "stage": "analyse", "eta_s": 7.652859819905638, "stage_status": "running", "waited_s": 0.002546160001656972}');
INSERT INTO "events" VALUES(30,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',23,'log_line',1795711880460,'{"level": "info", "message": "clips chosen", "stage": "clips", "fields": {"count": 1, "done": 0}}');
INSERT INTO "events" VALUES(31,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',24,'log_line',1795711881443,'{"level": "info", "message": "clip cut", "stage": "clips", "fields": {"index": 0, "start_s": 3.4, "length_s": 4.8}}');
INSERT INTO "events" VALUES(32,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',25,'clip_cut',1795711881457,'{"index": 0, "start_s": 3.4, "end_s": 8.2, "title": "Tesla will send a ran to the r", "score": 0.65, "reason": "5 s: whole sentences, a strong opening, dense in content", "parts": {"length": 0.932, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.837, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "width": 640, "height": 360, "artifact_id": "8662ab44-768d-58f8-867e-028f8253f5bb", "thumbnail_id": "0f2e48c2-58db-5230-9273-12dbf4f7b43f"}');
INSERT INTO "events" VALUES(33,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',26,'stage_moved',1795711881488,'{"status": "processing", "progress": 0.7369351578437119, "attempt": 1, "stage": "clips", "eta_s": 3.041, "stage_status": "completed", "cached": false, "work_s": 1.4073346990044229, "waited_s": 0.0032871520015760325}');
INSERT INTO "events" VALUES(34,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',27,'log_line',1795711882384,'{"level": "info", "message": "Loading the sentiment model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(35,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',28,'log_line',1795711885565,'{"level": "info", "message": "Loading the spaCy model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(36,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',29,'stage_moved',1795711886958,'{"status": "processing", "progress": 0.999, "attempt": 1, "stage": "analyse", "eta_s": 0.0, "stage_status": "completed", "cached": false, "work_s": 6.889679491003335, "waited_s": 0.002546160001656972}');
INSERT INTO "events" VALUES(37,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',30,'job_moved',1795711886960,'{"status": "completed", "progress": 1, "attempt": 1, "eta_s": 0.0, "cause": "complete"}');
INSERT INTO "events" VALUES(38,'d10ad655-2658-4e80-b200-760c8a5a6853',1,'job_moved',1795711886968,'{"status": "pending", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(39,'f3a53fc5-d796-4eea-be36-f8b6a5754edc',1,'job_moved',1795711886970,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(40,'2852bf71-7d53-49f0-9318-e91c7db9fbb6',1,'job_moved',1795711886975,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(41,'2852bf71-7d53-49f0-9318-e91c7db9fbb6',2,'job_moved',1795711886977,'{"status": "cancelled", "progress": 0, "attempt": 0, "cause": "cancel"}');
INSERT INTO "events" VALUES(42,'8cb292b1-82ea-4e0f-b642-4965ed1981a9',1,'job_moved',1795711886980,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(43,'8cb292b1-82ea-4e0f-b642-4965ed1981a9',2,'job_moved',1795711886982,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
INSERT INTO "events" VALUES(44,'8cb292b1-82ea-4e0f-b642-4965ed1981a9',3,'job_error',1795711886983,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}');
INSERT INTO "events" VALUES(45,'8cb292b1-82ea-4e0f-b642-4965ed1981a9',4,'job_moved',1795711886983,'{"status": "pending", "progress": 0, "attempt": 1, "error": {"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}, "cause": "postpone", "next_attempt_ms": 1827247886968}');
INSERT INTO "events" VALUES(46,'fd84c679-0023-44ee-b2c6-50197218d08b',1,'job_moved',1795711886991,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(47,'fd84c679-0023-44ee-b2c6-50197218d08b',2,'job_moved',1795711886994,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms": 1795711873433}');
INSERT INTO "flags" VALUES('database','{"id": "09c668e219fa4ddc94242a5b0f922cfe"}');
INSERT INTO "flags" VALUES('queue','{"paused": true, "draining": false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms": 1827247886968}');
CREATE TABLE job_counts (status TEXT NOT NULL, job_type TEXT NOT NULL, priority INTEGER NOT NULL, jobs INTEGER NOT NULL, PRIMARY KEY (status, job_type, priority)) WITHOUT ROWID;
INSERT INTO "job_counts" VALUES('cancelled','transcription',9,1);
INSERT INTO "job_counts" VALUES('completed','full_processing',5,1);
INSERT INTO "job_counts" VALUES('failed','audio_extraction',5,1);
INSERT INTO "job_counts" VALUES('pending','analysis',5,1);
INSERT INTO "job_counts" VALUES('pending','clip_generation',5,1);
INSERT INTO "job_counts" VALUES('processing','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('processing','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('processing','full_processing',5,0);
INSERT INTO "job_counts" VALUES('processing','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('queued','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('queued','full_processing',5,0);
INSERT INTO "job_counts" VALUES('queued','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','transcription',9,0);
CREATE TABLE job_metas (
	num INTEGER NOT NULL, 
	meta JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE job_stages (
	job_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	"key" VARCHAR, 
	cached BOOLEAN NOT NULL, 
	started_ms BIGINT, 
	seconds FLOAT, 
	published INTEGER NOT NULL, waited FLOAT, 
	PRIMARY KEY (job_id, name)
);
INSERT INTO "job_stages" VALUES('e5fd27ec-84c0-4cac-ad76-decd29d9c86d','fetch','completed',1.0,'fetch-14d0a0bbb2a98e2029e2c29ca7c226f783017d236f6c7407850824122a9cffd8',0,1795711875139,1.73887574004766065627e-01,0,2.87430799653520807623e-03);
INSERT INTO "job_stages" VALUES('e5fd27ec-84c0-4cac-ad76-decd29d9c86d','audio','completed',1.0,'audio-98dacb7754a10b8e0533979b861161bf6d07f862240f5c706c8f88d6204a57cd',0,1795711877156,5.15998877002857625484e-01,0,1.80430550500022945925e+00);
INSERT INTO "job_stages" VALUES('e5fd27ec-84c0-4cac-ad76-decd29d9c86d','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795711875349,3.85182525002164766192e-01,0,1.71314900217112153768e-03);
INSERT INTO "job_stages" VALUES('e5fd27ec-84c0-4cac-ad76-decd29d9c86d','scenes','completed',1.0,'scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705',0,1795711875763,1.38834870500431861728e+00,0,4.06553192995488643646e-01);
INSERT INTO "job_stages" VALUES('e5fd27ec-84c0-4cac-ad76-decd29d9c86d','transcribe','completed',1.0,'transcribe-665b3b1f07956c4752243eb87bba71496fd8a57df7a3cfccabf0254dc73ffc6c',0,1795711875828,4.22551512399513740092e+00,3,3.10121099755633622407e-03);
INSERT INTO "job_stages" VALUES('e5fd27ec-84c0-4cac-ad76-decd29d9c86d','analyse','completed',1.0,'analyse-64b064ddc50f92963653ba969ac3085701c2bdf3a9679cc4079cdb3be6fbb3f0',0,1795711880071,6.8896794910033349879e+00,0,2.54616000165697187185e-03);
INSERT INTO "job_stages" VALUES('e5fd27ec-84c0-4cac-ad76-decd29d9c86d','clips','completed',1.0,'clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,1795711880062,1.40733469900442287325e+00,1,3.28715200157603248953e-03);
INSERT INTO "job_stages" VALUES('f5399a2c-f3fd-45e6-b3bd-643227605ecd','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795711875203,1.64469713500147918239e+00,0,3.39614080003229901194e-02);
INSERT INTO "job_stages" VALUES('f5399a2c-f3fd-45e6-b3bd-643227605ecd','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795711877678,NULL,0,8.04991252000036183744e-01);
INSERT INTO "job_stages" VALUES('8cb292b1-82ea-4e0f-b642-4965ed1981a9','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('8cb292b1-82ea-4e0f-b642-4965ed1981a9','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('8cb292b1-82ea-4e0f-b642-4965ed1981a9','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('8cb292b1-82ea-4e0f-b642-4965ed1981a9','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('8cb292b1-82ea-4e0f-b642-4965ed1981a9','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('fd84c679-0023-44ee-b2c6-50197218d08b','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('fd84c679-0023-44ee-b2c6-50197218d08b','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('fd84c679-0023-44ee-b2c6-50197218d08b','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-90227450
e5fd27ec-84c0-4cac-ad76-decd29d9c86d
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
f5399a2c-f3fd-45e6-b3bd-643227605ecd');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-90227450
d10ad655-2658-4e80-b200-760c8a5a6853');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-90227450
f3a53fc5-d796-4eea-be36-f8b6a5754edc');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-90227450
2852bf71-7d53-49f0-9318-e91c7db9fbb6');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-90227450
8cb292b1-82ea-4e0f-b642-4965ed1981a9');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-90227450
fd84c679-0023-44ee-b2c6-50197218d08b');
CREATE TABLE job_texts_indexed (upto INTEGER NOT NULL);
INSERT INTO "job_texts_indexed" VALUES(0);
CREATE TABLE jobs (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url VARCHAR, 
	video_id VARCHAR, 
	source_identity VARCHAR NOT NULL, 
	job_type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	rank BIGINT NOT NULL, 
	options JSON NOT NULL, 
	meta JSON NOT NULL, 
	user_id VARCHAR, 
	attempt INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	max_retries INTEGER NOT NULL, 
	crashes JSON NOT NULL, 
	memory_level INTEGER NOT NULL, 
	progress FLOAT NOT NULL, 
	stage VARCHAR, 
	stop_requested VARCHAR, 
	error JSON, 
	warnings JSON NOT NULL, 
	last_seq INTEGER NOT NULL, 
	video_title TEXT, 
	video_duration FLOAT, 
	idempotency_key VARCHAR, 
	request_hash VARCHAR, 
	pinned BOOLEAN NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	queued_ms BIGINT, 
	started_ms BIGINT, 
	completed_ms BIGINT, 
	due_ms BIGINT, meta_bytes INTEGER, deaths JSON DEFAULT '{}' NOT NULL, worker_id VARCHAR, lease_until_ms BIGINT, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'e5fd27ec-84c0-4cac-ad76-decd29d9c86d',NULL,'41ef3e68-4f94-4007-a263-b911b1ae8200','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795708875104,'{"audio_format": "mp3", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 5.0, "overlap_duration": 2.0, "max_clips": 1, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{"from": "us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-90227450',8.2,NULL,NULL,1,NULL,1795711875104,1795711886966,1795711875104,1795711875119,1795711886960,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(2,'f5399a2c-f3fd-45e6-b3bd-643227605ecd',NULL,'939f1c12-6687-4b42-a37a-34cf87ed533a','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795708875113,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795711875113,1795711877717,1795711875113,1795711875128,1795711877717,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(3,'d10ad655-2658-4e80-b200-760c8a5a6853',NULL,'41ef3e68-4f94-4007-a263-b911b1ae8200','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827244886968,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-90227450',8.2,NULL,NULL,0,NULL,1795711886968,1795711886968,NULL,NULL,NULL,1827247886968,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(4,'f3a53fc5-d796-4eea-be36-f8b6a5754edc',NULL,'41ef3e68-4f94-4007-a263-b911b1ae8200','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795708886970,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-90227450',8.2,'key','hash',0,NULL,1795711886970,1795711886970,1795711886970,NULL,NULL,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(5,'2852bf71-7d53-49f0-9318-e91c7db9fbb6',NULL,'41ef3e68-4f94-4007-a263-b911b1ae8200','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795706486975,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-90227450',8.2,NULL,NULL,0,NULL,1795711886975,1795711886977,1795711886975,NULL,1795711886977,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(6,'8cb292b1-82ea-4e0f-b642-4965ed1981a9',NULL,'41ef3e68-4f94-4007-a263-b911b1ae8200','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795708886980,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}','[]',4,'talk-8.00-90227450',8.2,NULL,NULL,0,NULL,1795711886980,1795711886983,1795711886980,1795711886982,NULL,1827247886968,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(7,'fd84c679-0023-44ee-b2c6-50197218d08b',NULL,'41ef3e68-4f94-4007-a263-b911b1ae8200','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795708886991,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-90227450',8.2,NULL,NULL,0,NULL,1795711886991,1795711886994,1795711886991,1795711886994,NULL,NULL,NULL,'{}','f23ac268d88b87a7',1795711901994);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-14d0a0bbb2a98e2029e2c29ca7c226f783017d236f6c7407850824122a9cffd8','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87',16618);
INSERT INTO "key_blobs" VALUES('audio-98dacb7754a10b8e0533979b861161bf6d07f862240f5c706c8f88d6204a57cd','bb3ceb182fc374123f7aab21cab41b4bce770ae25f6be3a25051b460a7d47ef1',264266);
INSERT INTO "key_blobs" VALUES('audio-98dacb7754a10b8e0533979b861161bf6d07f862240f5c706c8f88d6204a57cd','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('transcribe-665b3b1f07956c4752243eb87bba71496fd8a57df7a3cfccabf0254dc73ffc6c','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-665b3b1f07956c4752243eb87bba71496fd8a57df7a3cfccabf0254dc73ffc6c','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-665b3b1f07956c4752243eb87bba71496fd8a57df7a3cfccabf0254dc73ffc6c','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
INSERT INTO "key_blobs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4',199768);
INSERT INTO "key_blobs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11',12447);
CREATE TABLE key_leases (
	"key" VARCHAR NOT NULL, 
	worker_id VARCHAR NOT NULL, 
	lease_until_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-14d0a0bbb2a98e2029e2c29ca7c226f783017d236f6c7407850824122a9cffd8','fetch','{"source": {"sha256": "20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd", "size_bytes": 201315, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 8.2, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt709", "guessed": false}, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}, "title": "talk-8.00-90227450", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null, "validators": null}','[]',1.73887574004766065627e-01,1795711875311);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm": {"sha256": "2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed", "size_bytes": 256046, "suffix": ".wav"}, "duration_s": 8.0000625, "waveform": {"sha256": "4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480", "size_bytes": 1150, "suffix": ".json"}}','[]',3.85182525002164766192e-01,1795711875739);
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source": {"sha256": "a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594", "size_bytes": 69966, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt601", "guessed": true}, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}, "title": "silent-94500712", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null, "validators": null}','[]',1.64469713500147918239e+00,1795711876832);
INSERT INTO "outputs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','scenes','{"has_video": true, "cuts": [], "poster": {"sha256": "735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58", "size_bytes": 11470, "suffix": ".jpg"}, "sprite": {"image": {"sha256": "cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87", "size_bytes": 16618, "suffix": ".jpg"}, "columns": 9, "rows": 1, "count": 9, "interval_s": 1.0, "tile_width": 160, "tile_height": 90}, "focus": [[0.25, 0.0972, 0.702], [0.75, 0.1236, 0.7359], [1.25, 0.13, 0.7314], [1.75, 0.1569, 0.7358], [2.25, 0.2047, 0.7044], [2.75, 0.2462, 0.6418], [3.25, 0.2848, 0.6214], [3.75, 0.3398, 0.6207], [4.25, 0.3952, 0.5913], [4.75, 0.4448, 0.5573], [5.25, 0.4994, 0.5482], [5.75, 0.5598, 0.5318], [6.25, 0.6083, 0.4932], [6.75, 0.6503, 0.4783], [7.25, 0.7373, 0.4742], [7.75, 0.7706, 0.446], [8.25, 0.7897, 0.4163]], "picture": {"flashes": [], "black": [], "freeze": []}}','[]',1.38834870500431861728e+00,1795711877143);
INSERT INTO "outputs" VALUES('audio-98dacb7754a10b8e0533979b861161bf6d07f862240f5c706c8f88d6204a57cd','audio','{"audio": {"sha256": "bb3ceb182fc374123f7aab21cab41b4bce770ae25f6be3a25051b460a7d47ef1", "size_bytes": 264266, "suffix": ".mp3"}, "duration_s": 8.232, "media_type": "audio/mpeg", "waveform": {"sha256": "c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689", "size_bytes": 1167, "suffix": ".json"}}','[]',5.15998877002857625484e-01,1795711877668);
INSERT INTO "outputs" VALUES('transcribe-665b3b1f07956c4752243eb87bba71496fd8a57df7a3cfccabf0254dc73ffc6c','transcribe','{"language": "en", "language_probability": 1.0, "model": "demo", "decoding": "batched", "segment_count": 3, "srt": {"sha256": "fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97", "size_bytes": 214, "suffix": ".srt"}, "vtt": {"sha256": "7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6", "size_bytes": 216, "suffix": ".vtt"}, "txt": {"sha256": "a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19", "size_bytes": 115, "suffix": ".txt"}}','[]',4.22551512399513740092e+00,1795711880024);
INSERT INTO "outputs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','clips','{"clip_count": 1}','[]',1.40733469900442287325e+00,1795711881466);
INSERT INTO "outputs" VALUES('analyse-64b064ddc50f92963653ba969ac3085701c2bdf3a9679cc4079cdb3be6fbb3f0','analyse','{"sentiment": "neutral", "sentiment_scores": {"positive": 0.0159, "neutral": 0.9664, "negative": 0.0177}, "segment_sentiments": [{"index": 0, "label": "neutral", "score": -0.0024}, {"index": 1, "label": "neutral", "score": -0.002}, {"index": 2, "label": "neutral", "score": 0.0004}], "topics": ["Space, ran, r."], "keywords": [{"text": "space", "score": 1.0}, {"text": "Tesla", "score": 0.7815}, {"text": "ran", "score": 0.6094}], "entities": [{"text": "Today", "label": "DATE", "count": 1}, {"text": "Tesla", "label": "ORG", "count": 1}], "models": {"sentiment": "demo", "entities": "demo", "keywords": "YAKE 0.7.3, words by demo", "topics": "pauses and cohesion, words by demo"}}','[]',6.8896794910033349879e+00,1795711886955);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-665b3b1f07956c4752243eb87bba71496fd8a57df7a3cfccabf0254dc73ffc6c',0,'{"start_s": 0.59, "end_s": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "no_speech_probability": 0.0, "words": [{"start_s": 0.59, "end_s": 0.97, "text": " Hello", "probability": 0.9979}, {"start_s": 0.97, "end_s": 1.43, "text": " everyone", "probability": 0.9991}, {"start_s": 1.43, "end_s": 1.59, "text": " and", "probability": 0.9974}, {"start_s": 1.59, "end_s": 1.93, "text": " welcome", "probability": 0.9999}, {"start_s": 1.93, "end_s": 2.13, "text": " to", "probability": 0.9987}, {"start_s": 2.13, "end_s": 2.29, "text": " my", "probability": 0.9988}, {"start_s": 2.29, "end_s": 2.81, "text": " channel.", "probability": 0.9985}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-665b3b1f07956c4752243eb87bba71496fd8a57df7a3cfccabf0254dc73ffc6c',1,'{"start_s": 3.62, "end_s": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 3.62, "end_s": 3.98, "text": " Today", "probability": 0.9991}, {"start_s": 3.98, "end_s": 4.14, "text": " we", "probability": 0.9982}, {"start_s": 4.14, "end_s": 4.28, "text": " are", "probability": 0.9997}, {"start_s": 4.28, "end_s": 4.64, "text": " going", "probability": 0.9995}, {"start_s": 4.64, "end_s": 4.84, "text": " to", "probability": 0.9999}, {"start_s": 4.84, "end_s": 5.1, "text": " learn", "probability": 0.9993}, {"start_s": 5.1, "end_s": 5.48, "text": " about", "probability": 0.9956}, {"start_s": 5.48, "end_s": 6.28, "text": " space.", "probability": 0.9918}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-665b3b1f07956c4752243eb87bba71496fd8a57df7a3cfccabf0254dc73ffc6c',2,'{"start_s": 6.95, "end_s": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 6.95, "end_s": 7.37, "text": " Tesla", "probability": 0.9921}, {"start_s": 7.37, "end_s": 7.49, "text": " will", "probability": 0.9941}, {"start_s": 7.49, "end_s": 7.77, "text": " send", "probability": 0.9941}, {"start_s": 7.77, "end_s": 7.777, "text": " a", "probability": 0.9708}, {"start_s": 7.777, "end_s": 7.79, "text": " ran", "probability": 0.3171}, {"start_s": 7.79, "end_s": 7.833, "text": " to", "probability": 0.4141}, {"start_s": 7.833, "end_s": 7.89, "text": " the", "probability": 0.5284}, {"start_s": 7.89, "end_s": 7.93, "text": " r.", "probability": 0.6542}], "flags": []}');
INSERT INTO "pieces" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,'{"index": 0, "start_s": 3.4, "end_s": 8.2, "title": "Tesla will send a ran to the r", "score": 0.65, "reason": "5 s: whole sentences, a strong opening, dense in content", "parts": {"length": 0.932, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.837, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "video": {"sha256": "0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4", "size_bytes": 199768, "suffix": ".mp4"}, "thumbnail": {"sha256": "4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11", "size_bytes": 12447, "suffix": ".jpg"}, "width": 640, "height": 360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',4.21777184604318955418e-01,2);
INSERT INTO "rates" VALUES('speech','',4.69734786588005825969e-02,1);
INSERT INTO "rates" VALUES('scenes','',1.69310817683453518345e-01,1);
INSERT INTO "rates" VALUES('audio','',6.29266923174216646907e-02,1);
INSERT INTO "rates" VALUES('transcribe','demo',5.15306722438431452637e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',2.81466939800884552447e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',8.40204815976016483602e-01,1);
CREATE TABLE videos (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url TEXT, 
	filename VARCHAR, 
	sha256 VARCHAR, 
	suffix VARCHAR, 
	size_bytes BIGINT, 
	media JSON, 
	user_id VARCHAR, 
	folded TEXT NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL
);
INSERT INTO "videos" VALUES(1,'41ef3e68-4f94-4007-a263-b911b1ae8200',NULL,'talk-8.00-90227450.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container": "mp4", "duration_s": 8.2, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt709", "guessed": false}, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}',NULL,'talk-8.00-90227450.mp4
41ef3e68-4f94-4007-a263-b911b1ae8200',NULL,1795711875011,1795711875011);
INSERT INTO "videos" VALUES(2,'939f1c12-6687-4b42-a37a-34cf87ed533a',NULL,'silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt601", "guessed": true}, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}',NULL,'silent-94500712.mp4
939f1c12-6687-4b42-a37a-34cf87ed533a',NULL,1795711875102,1795711875102);
CREATE INDEX ix_artifacts_job_id ON artifacts (job_id);
CREATE INDEX ix_job_stages_key ON job_stages ("key");
CREATE INDEX ix_jobs_completed ON jobs (completed_ms);
CREATE UNIQUE INDEX ix_jobs_id ON jobs (id);
CREATE INDEX ix_jobs_status_num ON jobs (status, num);
CREATE INDEX ix_jobs_type_num ON jobs (job_type, num);
CREATE INDEX ix_jobs_user_num ON jobs (user_id, num);
CREATE INDEX ix_key_blobs_sha256 ON key_blobs (sha256);
CREATE INDEX ix_jobs_status_type_num ON jobs (status, job_type, num);
CREATE TRIGGER jobs_counted_new AFTER INSERT ON jobs BEGIN INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE TRIGGER jobs_counted_gone AFTER DELETE ON jobs BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; END;
CREATE TRIGGER jobs_counted_moved AFTER UPDATE OF status, job_type, priority ON jobs WHEN OLD.status <> NEW.status OR OLD.job_type <> NEW.job_type OR OLD.priority <> NEW.priority BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE UNIQUE INDEX ix_videos_id ON videos (id);
CREATE INDEX ix_videos_sha256 ON videos (sha256);
CREATE INDEX ix_videos_user_num ON videos (user_id, num);
CREATE INDEX ix_jobs_video_status_num ON jobs (video_id, status, num) WHERE video_id IS NOT NULL;
CREATE TRIGGER job_texts_index_new AFTER INSERT ON job_texts WHEN NEW.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE TRIGGER job_texts_index_many AFTER INSERT ON job_texts WHEN NEW.num > (SELECT upto FROM job_texts_indexed) + 500 BEGIN INSERT INTO job_trigrams (rowid, folded) SELECT num, folded FROM job_texts WHERE num > (SELECT upto FROM job_texts_indexed) AND num < NEW.num; UPDATE job_texts_indexed SET upto = NEW.num - 1; END;
CREATE TRIGGER job_texts_index_gone AFTER DELETE ON job_texts WHEN OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); END;
CREATE TRIGGER job_texts_index_moved AFTER UPDATE OF folded ON job_texts WHEN OLD.folded <> NEW.folded AND OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('videos',2);
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
CREATE VIRTUAL TABLE job_trigrams USING fts5 (folded, content='job_texts', content_rowid='num', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO job_trigrams (job_trigrams) VALUES ('rebuild');
UPDATE job_texts_indexed SET upto = (SELECT max(num) FROM job_texts);
