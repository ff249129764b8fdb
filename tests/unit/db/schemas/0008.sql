BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0008');
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
INSERT INTO "artifacts" VALUES('ff108fbb-13a9-5daf-be51-7f6939145fd6','9a942fbb-52c6-454f-bb90-bf099c8fbad0','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795711154306);
INSERT INTO "artifacts" VALUES('e12e6b7b-6cb3-58b8-a2a6-e084803f876e','3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','fetch','source','talk-8.00-6af05ed4.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795711154657);
INSERT INTO "artifacts" VALUES('c43e2b7b-2a16-51e3-82c6-4ed6a40ee9ee','3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','scenes','poster','talk-8.00-6af05ed4 poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795711163206);
INSERT INTO "artifacts" VALUES('692d7e9a-fb65-5cb6-bfcd-489329fc4058','3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','scenes','sprite','talk-8.00-6af05ed4 storyboard.jpg','image/jpeg','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87','.jpg',16618,1795711163206);
INSERT INTO "artifacts" VALUES('3b948d1b-165e-5e21-840c-9b82d81bc63f','3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','audio','audio','talk-8.00-6af05ed4.mp3','audio/mpeg','3035400a98d75e1bc732ca031bb840e9c1fa385900258c402306432b77ba559d','.mp3',264266,1795711165258);
INSERT INTO "artifacts" VALUES('dc2709a0-cd58-54af-830f-8c486b84e0ab','3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','audio','waveform','talk-8.00-6af05ed4 waveform.json','application/json','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689','.json',1167,1795711165258);
INSERT INTO "artifacts" VALUES('2ef3a1aa-347f-5d5c-8956-d109805039a7','3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','transcribe','transcript','talk-8.00-6af05ed4.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795711165886);
INSERT INTO "artifacts" VALUES('56ed0d86-b355-5e86-9840-89c2cc24c10e','3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','transcribe','transcript','talk-8.00-6af05ed4.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795711165886);
INSERT INTO "artifacts" VALUES('7d9f99e3-ee3c-54c5-894f-d77d1fa2ca58','3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','transcribe','transcript','talk-8.00-6af05ed4.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795711165886);
INSERT INTO "artifacts" VALUES('86c2dd47-eeac-5bfe-9a54-3e44d13fa7cc','3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','clips','clip','talk-8.00-6af05ed4 clip 1.mp4','video/mp4','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4','.mp4',199768,1795711168370);
INSERT INTO "artifacts" VALUES('7c27ea41-cbaf-5bca-8985-877677ec7357','3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','clips','clip_thumbnail','talk-8.00-6af05ed4 clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795711168370);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',1,'job_moved',1795711151417,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(2,'9a942fbb-52c6-454f-bb90-bf099c8fbad0',1,'job_moved',1795711151437,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(3,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',2,'job_moved',1795711151455,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
INSERT INTO "events" VALUES(4,'9a942fbb-52c6-454f-bb90-bf099c8fbad0',2,'job_moved',1795711151479,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
INSERT INTO "events" VALUES(5,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',3,'stage_moved',1795711151526,'{"status": "processing", "progress": 0.0, "attempt": 1, "stage": "fetch", "eta_s": 10.432, "stage_status": "running", "waited_s": 0.017299177998211235}');
INSERT INTO "events" VALUES(6,'9a942fbb-52c6-454f-bb90-bf099c8fbad0',3,'stage_moved',1795711151795,'{"status": "processing", "progress": 0.0, "attempt": 1, "stage": "fetch", "eta_s": 3.49649614700058, "stage_status": "running", "waited_s": 0.1415051560034044}');
INSERT INTO "events" VALUES(7,'9a942fbb-52c6-454f-bb90-bf099c8fbad0',4,'stage_moved',1795711154306,'{"status": "processing", "progress": 0.856353591160221, "attempt": 1, "stage": "fetch", "eta_s": 0.5001339919940802, "stage_status": "completed", "cached": false, "work_s": 2.640414117995533, "waited_s": 0.1415051560034044}');
INSERT INTO "events" VALUES(8,'9a942fbb-52c6-454f-bb90-bf099c8fbad0',5,'stage_moved',1795711154315,'{"status": "processing", "progress": 0.856353591160221, "attempt": 1, "stage": "audio", "eta_s": 0.49078992399474375, "stage_status": "running", "waited_s": 0.0011284799984423444}');
INSERT INTO "events" VALUES(9,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',4,'stage_moved',1795711154657,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "fetch", "eta_s": 7.227399834000272, "stage_status": "completed", "cached": false, "work_s": 3.119589681002253, "waited_s": 0.017299177998211235}');
INSERT INTO "events" VALUES(10,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',5,'stage_moved',1795711156789,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "speech", "eta_s": 7.580354479005328, "stage_status": "running", "waited_s": 2.1040265089977765}');
INSERT INTO "events" VALUES(11,'9a942fbb-52c6-454f-bb90-bf099c8fbad0',6,'job_error',1795711156810,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}');
INSERT INTO "events" VALUES(12,'9a942fbb-52c6-454f-bb90-bf099c8fbad0',7,'job_moved',1795711156810,'{"status": "failed", "progress": 0.856353591160221, "attempt": 1, "error": {"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}, "cause": "fail"}');
INSERT INTO "events" VALUES(13,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',6,'log_line',1795711159803,'{"level": "info", "message": "speech audio extracted", "stage": "speech", "fields": {"duration_s": 8.0, "expected_s": 8.2}}');
INSERT INTO "events" VALUES(14,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',7,'stage_moved',1795711159937,'{"status": "processing", "progress": 0.3833953899633319, "attempt": 1, "stage": "scenes", "eta_s": 14.284969573851033, "stage_status": "running", "waited_s": 5.234832710993942}');
INSERT INTO "events" VALUES(15,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',8,'stage_moved',1795711159944,'{"status": "processing", "progress": 0.409270089416867, "attempt": 1, "stage": "speech", "eta_s": 14.256011011846187, "stage_status": "completed", "cached": false, "work_s": 3.128424795999308, "waited_s": 2.1040265089977765}');
INSERT INTO "events" VALUES(16,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',9,'stage_moved',1795711159969,'{"status": "processing", "progress": 0.409270089416867, "attempt": 1, "stage": "transcribe", "eta_s": 14.230381183846095, "stage_status": "running", "waited_s": 0.008371649993932806}');
INSERT INTO "events" VALUES(17,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',10,'log_line',1795711162817,'{"level": "info", "message": "Loading the whisper model demo", "stage": "transcribe", "fields": {"device": "cpu", "workers": 1}}');
INSERT INTO "events" VALUES(18,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',11,'log_line',1795711162903,'{"level": "info", "message": "Transcribing with demo, batched", "stage": "transcribe", "fields": {"language": "en", "probability": 1.0}}');
INSERT INTO "events" VALUES(19,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',12,'log_line',1795711163107,'{"level": "info", "message": "scenes found", "stage": "scenes", "fields": {"cuts": 0, "focus_points": 17}}');
INSERT INTO "events" VALUES(20,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',13,'stage_moved',1795711163167,'{"status": "processing", "progress": 0.4904584395840818, "attempt": 1, "stage": "audio", "eta_s": 6.214974301000707, "stage_status": "running", "waited_s": 8.486426586998277}');
INSERT INTO "events" VALUES(21,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',14,'stage_moved',1795711163206,'{"status": "processing", "progress": 0.4905397092038688, "attempt": 1, "stage": "scenes", "eta_s": 6.2108296020008265, "stage_status": "completed", "cached": false, "work_s": 3.2479794669998228, "waited_s": 5.234832710993942}');
INSERT INTO "events" VALUES(22,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',15,'log_line',1795711165206,'{"level": "info", "message": "audio extracted", "stage": "audio", "fields": {"format": "mp3", "quality": "high", "duration_s": 8.232}}');
INSERT INTO "events" VALUES(23,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',16,'stage_moved',1795711165258,'{"status": "processing", "progress": 0.5222413973513452, "attempt": 1, "stage": "audio", "eta_s": 8.159526676007605, "stage_status": "completed", "cached": false, "work_s": 2.071194511001522, "waited_s": 8.486426586998277}');
INSERT INTO "events" VALUES(24,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',17,'segment_transcribed',1795711165852,'{"index": 0, "segment": {"start_s": 0.59, "end_s": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "words": [{"start_s": 0.59, "end_s": 0.97, "text": " Hello", "probability": 0.9979}, {"start_s": 0.97, "end_s": 1.43, "text": " everyone", "probability": 0.9991}, {"start_s": 1.43, "end_s": 1.59, "text": " and", "probability": 0.9974}, {"start_s": 1.59, "end_s": 1.93, "text": " welcome", "probability": 0.9999}, {"start_s": 1.93, "end_s": 2.13, "text": " to", "probability": 0.9987}, {"start_s": 2.13, "end_s": 2.29, "text": " my", "probability": 0.9988}, {"start_s": 2.29, "end_s": 2.81, "text": " channel.", "probability": 0.9985}]}}');
INSERT INTO "events" VALUES(25,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',18,'segment_transcribed',1795711165855,'{"index": 1, "segment": {"start_s": 3.62, "end_s": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "words": [{"start_s": 3.62, "end_s": 3.98, "text": " Today", "probability": 0.9991}, {"start_s": 3.98, "end_s": 4.14, "text": " we", "probability": 0.9982}, {"start_s": 4.14, "end_s": 4.28, "text": " are", "probability": 0.9997}, {"start_s": 4.28, "end_s": 4.64, "text": " going", "probability": 0.9995}, {"start_s": 4.64, "end_s": 4.84, "text": " to", "probability": 0.9999}, {"start_s": 4.84, "end_s": 5.1, "text": " learn", "probability": 0.9993}, {"start_s": 5.1, "end_s": 5.48, "text": " about", "probability": 0.9956}, {"start_s": 5.48, "end_s": 6.28, "text": " space.", "probability": 0.9918}]}}');
INSERT INTO "events" VALUES(26,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',19,'segment_transcribed',1795711165856,'{"index": 2, "segment": {"start_s": 6.95, "end_s": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "words": [{"start_s": 6.95, "end_s": 7.37, "text": " Tesla", "probability": 0.9921}, {"start_s": 7.37, "end_s": 7.49, "text": " will", "probability": 0.9941}, {"start_s": 7.49, "end_s": 7.77, "text": " send", "probability": 0.9941}, {"start_s": 7.77, "end_s": 7.777, "text": " a", "probability": 0.9708}, {"start_s": 7.777, "end_s": 7.79, "text": " ran", "probability": 0.3171}, {"start_s": 7.79, "end_s": 7.833, "text": " to", "probability": 0.4141}, {"start_s": 7.833, "end_s": 7.89, "text": " the", "probability": 0.5284}, {"start_s": 7.89, "end_s": 7.93, "text": " r.", "probability": 0.6542}]}}');
INSERT INTO "events" VALUES(27,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',20,'stage_moved',1795711165886,'{"status": "processing", "progress": 0.6981803195443854, "attempt": 1, "stage": "transcribe", "eta_s": 9.844292812187515, "stage_status": "completed", "cached": false, "work_s": 5.9135759260025225, "waited_s": 0.008371649993932806}');
INSERT INTO "events" VALUES(28,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',21,'stage_moved',1795711165906,'{"status": "processing", "progress": 0.6981803195443854, "attempt": 1, "stage": "clips", "eta_s": 9.824554543185396, "stage_status": "running", "waited_s": 0.0024073829990811646}');
INSERT INTO "events" VALUES(29,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',22,'stage_moved',1795711165930,'{"status": "processing", "progress": 0.6981803195443854, "attempt": 1, "stage": "analyse", "eta_s": 9.803660980185551, "stage_status": "running", "waited_s": 0.0070833979989402}');
INSERT INTO "events" VALUES(30,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',23,'log_line',1795711167607,'{"level": "info", "message": "clips chosen", "stage": "clips", "fields": {"count": 1, "done": 0}}');
INSERT INTO "events" VALUES(31,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',24,'log_line',1795711167788,'{"level": "info", "message": "Loading the sentiment model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(32,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',25,'log_line',1795711168347,'{"level": "info", "message": "clip cut", "stage": "clips", "fields": {"index": 0, "start_s": 3.4, "length_s": 4.8}}');
INSERT INTO "events" VALUES(33,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',26,'clip_cut',1795711168370,'{"index": 0, "start_s": 3.4, "end_s": 8.2, "title": "Tesla will send a ran to the r", "score": 0.65, "reason": "5 s: whole sentences, a strong opening, dense in content", "parts": {"length": 0.932, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.837, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "width": 640, "height": 360, "artifact_id": "86c2dd47-eeac-5bfe-9a54-3e44d13fa7cc", "thumbnail_id": "7c27ea41-cbaf-5bca-8985-877677ec7357"}');
INSERT INTO "events" VALUES(34,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',27,'stage_moved',1795711168400,'{"status": "processing", "progress": 0.8343559559167074, "attempt": 1, "stage": "clips", "eta_s": 3.041, "stage_status": "completed", "cached": false, "work_s": 2.503174345001753, "waited_s": 0.0024073829990811646}');
INSERT INTO "events" VALUES(35,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',28,'log_line',1795711172061,'{"level": "info", "message": "Loading the spaCy model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(36,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',29,'stage_moved',1795711173734,'{"status": "processing", "progress": 0.999, "attempt": 1, "stage": "analyse", "eta_s": 0.0, "stage_status": "completed", "cached": false, "work_s": 7.796261682000477, "waited_s": 0.0070833979989402}');
INSERT INTO "events" VALUES(37,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',30,'job_moved',1795711173738,'{"status": "completed", "progress": 1, "attempt": 1, "eta_s": 0.0, "cause": "complete"}');
INSERT INTO "events" VALUES(38,'3d185af9-2923-4aad-8cd3-0ca2eb389089',1,'job_moved',1795711173750,'{"status": "pending", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(39,'6139ac09-8b33-48b2-8163-0a28b17094d9',1,'job_moved',1795711173753,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(40,'34c48660-896d-43d7-b0ba-57a88d5e2720',1,'job_moved',1795711173762,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(41,'34c48660-896d-43d7-b0ba-57a88d5e2720',2,'job_moved',1795711173779,'{"status": "cancelled", "progress": 0, "attempt": 0, "cause": "cancel"}');
INSERT INTO "events" VALUES(42,'2934bbf3-5268-4abe-a132-5b2a77f424de',1,'job_moved',1795711173794,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(43,'2934bbf3-5268-4abe-a132-5b2a77f424de',2,'job_moved',1795711173796,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
INSERT INTO "events" VALUES(44,'2934bbf3-5268-4abe-a132-5b2a77f424de',3,'job_error',1795711173798,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}');
INSERT INTO "events" VALUES(45,'2934bbf3-5268-4abe-a132-5b2a77f424de',4,'job_moved',1795711173798,'{"status": "pending", "progress": 0, "attempt": 1, "error": {"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}, "cause": "postpone", "next_attempt_ms": 1827247173750}');
INSERT INTO "events" VALUES(46,'58caab01-25d2-4995-ba47-b614e6f0023a',1,'job_moved',1795711173830,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(47,'58caab01-25d2-4995-ba47-b614e6f0023a',2,'job_moved',1795711173842,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms": 1795711143936}');
INSERT INTO "flags" VALUES('database','{"id": "f5277bacf71749d7878c8bea94ef7c07"}');
INSERT INTO "flags" VALUES('queue','{"paused": true, "draining": false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms": 1827247173750}');
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
INSERT INTO "job_stages" VALUES('3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','fetch','completed',1.0,'fetch-6367b6d031df3d384362a340f13222b36d582167b2073bb18bf8c7d75f22e2ed',0,1795711151526,3.11958968100225320085e+00,0,1.72991779982112348079e-02);
INSERT INTO "job_stages" VALUES('3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','audio','completed',1.0,'audio-1b6edc3fcb4bbf22ccd62014283d353c8795bf643044ef54098a3161fca10813',0,1795711163167,2.07119451100152218714e+00,0,8.4864265869982773438e+00);
INSERT INTO "job_stages" VALUES('3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795711156789,3.12842479599930811673e+00,0,2.10402650899777654558e+00);
INSERT INTO "job_stages" VALUES('3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','scenes','completed',1.0,'scenes-cf9198b93de568396eac5635f2de94a18e6003eea545ca99a94f4bd57719a590',0,1795711159937,3.24797946699982276186e+00,0,5.23483271099394187331e+00);
INSERT INTO "job_stages" VALUES('3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','transcribe','completed',1.0,'transcribe-6614268e430e9c3a75788477f2a5103b5d28a0e915ee5102cf2283563cdcf126',0,1795711159969,5.91357592600252246484e+00,3,8.37164999393280595541e-03);
INSERT INTO "job_stages" VALUES('3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','analyse','completed',1.0,'analyse-a1c8215af840acaf4a7351dd472a4122a07dad40b5d05d0ea9431cdaabd9000b',0,1795711165930,7.79626168200047686696e+00,0,0.0070833979989402);
INSERT INTO "job_stages" VALUES('3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142','clips','completed',1.0,'clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,1795711165906,2.50317434500175295397e+00,1,2.40738299908116459846e-03);
INSERT INTO "job_stages" VALUES('9a942fbb-52c6-454f-bb90-bf099c8fbad0','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795711151795,2.64041411799553316086e+00,0,1.41505156003404408693e-01);
INSERT INTO "job_stages" VALUES('9a942fbb-52c6-454f-bb90-bf099c8fbad0','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795711154315,NULL,0,1.1284799984423443675e-03);
INSERT INTO "job_stages" VALUES('2934bbf3-5268-4abe-a132-5b2a77f424de','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('2934bbf3-5268-4abe-a132-5b2a77f424de','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('2934bbf3-5268-4abe-a132-5b2a77f424de','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('2934bbf3-5268-4abe-a132-5b2a77f424de','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('2934bbf3-5268-4abe-a132-5b2a77f424de','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('58caab01-25d2-4995-ba47-b614e6f0023a','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('58caab01-25d2-4995-ba47-b614e6f0023a','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('58caab01-25d2-4995-ba47-b614e6f0023a','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-6af05ed4
3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
9a942fbb-52c6-454f-bb90-bf099c8fbad0');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-6af05ed4
3d185af9-2923-4aad-8cd3-0ca2eb389089');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-6af05ed4
6139ac09-8b33-48b2-8163-0a28b17094d9');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-6af05ed4
34c48660-896d-43d7-b0ba-57a88d5e2720');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-6af05ed4
2934bbf3-5268-4abe-a132-5b2a77f424de');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-6af05ed4
58caab01-25d2-4995-ba47-b614e6f0023a');
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
INSERT INTO "jobs" VALUES(1,'3fe3b612-0b5c-4a84-a7a3-ce94c6c0c142',NULL,'61687d29-9f47-41a1-a914-8426fb386071','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795708151417,'{"audio_format": "mp3", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 5.0, "overlap_duration": 2.0, "max_clips": 1, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{"from": "us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-6af05ed4',8.2,NULL,NULL,1,NULL,1795711151417,1795711173748,1795711151417,1795711151455,1795711173738,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(2,'9a942fbb-52c6-454f-bb90-bf099c8fbad0',NULL,'aef9821a-6ee6-46da-8bfa-ecac5d2d1c2a','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795708151437,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795711151437,1795711156810,1795711151437,1795711151479,1795711156810,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(3,'3d185af9-2923-4aad-8cd3-0ca2eb389089',NULL,'61687d29-9f47-41a1-a914-8426fb386071','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827244173750,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-6af05ed4',8.2,NULL,NULL,0,NULL,1795711173750,1795711173750,NULL,NULL,NULL,1827247173750,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(4,'6139ac09-8b33-48b2-8163-0a28b17094d9',NULL,'61687d29-9f47-41a1-a914-8426fb386071','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795708173753,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-6af05ed4',8.2,'key','hash',0,NULL,1795711173753,1795711173753,1795711173753,NULL,NULL,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(5,'34c48660-896d-43d7-b0ba-57a88d5e2720',NULL,'61687d29-9f47-41a1-a914-8426fb386071','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795705773762,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-6af05ed4',8.2,NULL,NULL,0,NULL,1795711173762,1795711173779,1795711173762,NULL,1795711173779,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(6,'2934bbf3-5268-4abe-a132-5b2a77f424de',NULL,'61687d29-9f47-41a1-a914-8426fb386071','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795708173794,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}','[]',4,'talk-8.00-6af05ed4',8.2,NULL,NULL,0,NULL,1795711173794,1795711173798,1795711173794,1795711173796,NULL,1827247173750,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(7,'58caab01-25d2-4995-ba47-b614e6f0023a',NULL,'61687d29-9f47-41a1-a914-8426fb386071','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795708173830,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "vision": false, "findings": false, "metadata_extraction": false, "include_location": false, "fail_on": null, "refresh": false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-6af05ed4',8.2,NULL,NULL,0,NULL,1795711173830,1795711173842,1795711173830,1795711173842,NULL,NULL,NULL,'{}','057ccf155e764950',1795711188842);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('fetch-6367b6d031df3d384362a340f13222b36d582167b2073bb18bf8c7d75f22e2ed','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('scenes-cf9198b93de568396eac5635f2de94a18e6003eea545ca99a94f4bd57719a590','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-cf9198b93de568396eac5635f2de94a18e6003eea545ca99a94f4bd57719a590','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87',16618);
INSERT INTO "key_blobs" VALUES('audio-1b6edc3fcb4bbf22ccd62014283d353c8795bf643044ef54098a3161fca10813','3035400a98d75e1bc732ca031bb840e9c1fa385900258c402306432b77ba559d',264266);
INSERT INTO "key_blobs" VALUES('audio-1b6edc3fcb4bbf22ccd62014283d353c8795bf643044ef54098a3161fca10813','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('transcribe-6614268e430e9c3a75788477f2a5103b5d28a0e915ee5102cf2283563cdcf126','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-6614268e430e9c3a75788477f2a5103b5d28a0e915ee5102cf2283563cdcf126','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-6614268e430e9c3a75788477f2a5103b5d28a0e915ee5102cf2283563cdcf126','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
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
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source": {"sha256": "a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594", "size_bytes": 69966, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt601", "guessed": true}, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}, "title": "silent-94500712", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null, "validators": null}','[]',2.64041411799553316086e+00,1795711154287);
INSERT INTO "outputs" VALUES('fetch-6367b6d031df3d384362a340f13222b36d582167b2073bb18bf8c7d75f22e2ed','fetch','{"source": {"sha256": "20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd", "size_bytes": 201315, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 8.2, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt709", "guessed": false}, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}, "title": "talk-8.00-6af05ed4", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null, "validators": null}','[]',3.11958968100225320085e+00,1795711154640);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm": {"sha256": "2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed", "size_bytes": 256046, "suffix": ".wav"}, "duration_s": 8.0000625, "waveform": {"sha256": "4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480", "size_bytes": 1150, "suffix": ".json"}}','[]',3.12842479599930811673e+00,1795711159911);
INSERT INTO "outputs" VALUES('scenes-cf9198b93de568396eac5635f2de94a18e6003eea545ca99a94f4bd57719a590','scenes','{"has_video": true, "cuts": [], "poster": {"sha256": "735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58", "size_bytes": 11470, "suffix": ".jpg"}, "sprite": {"image": {"sha256": "cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87", "size_bytes": 16618, "suffix": ".jpg"}, "columns": 9, "rows": 1, "count": 9, "interval_s": 1.0, "tile_width": 160, "tile_height": 90}, "focus": [[0.25, 0.0972, 0.702], [0.75, 0.1236, 0.7359], [1.25, 0.13, 0.7314], [1.75, 0.1569, 0.7358], [2.25, 0.2047, 0.7044], [2.75, 0.2462, 0.6418], [3.25, 0.2848, 0.6214], [3.75, 0.3398, 0.6207], [4.25, 0.3952, 0.5913], [4.75, 0.4448, 0.5573], [5.25, 0.4994, 0.5482], [5.75, 0.5598, 0.5318], [6.25, 0.6083, 0.4932], [6.75, 0.6503, 0.4783], [7.25, 0.7373, 0.4742], [7.75, 0.7706, 0.446], [8.25, 0.7897, 0.4163]], "picture": null}','[]',3.24797946699982276186e+00,1795711163163);
INSERT INTO "outputs" VALUES('audio-1b6edc3fcb4bbf22ccd62014283d353c8795bf643044ef54098a3161fca10813','audio','{"audio": {"sha256": "3035400a98d75e1bc732ca031bb840e9c1fa385900258c402306432b77ba559d", "size_bytes": 264266, "suffix": ".mp3"}, "duration_s": 8.232, "media_type": "audio/mpeg", "waveform": {"sha256": "c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689", "size_bytes": 1167, "suffix": ".json"}}','[]',2.07119451100152218714e+00,1795711165242);
INSERT INTO "outputs" VALUES('transcribe-6614268e430e9c3a75788477f2a5103b5d28a0e915ee5102cf2283563cdcf126','transcribe','{"language": "en", "language_probability": 1.0, "model": "demo", "decoding": "batched", "segment_count": 3, "srt": {"sha256": "fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97", "size_bytes": 214, "suffix": ".srt"}, "vtt": {"sha256": "7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6", "size_bytes": 216, "suffix": ".vtt"}, "txt": {"sha256": "a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19", "size_bytes": 115, "suffix": ".txt"}}','[]',5.91357592600252246484e+00,1795711165882);
INSERT INTO "outputs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','clips','{"clip_count": 1}','[]',2.50317434500175295397e+00,1795711168396);
INSERT INTO "outputs" VALUES('analyse-a1c8215af840acaf4a7351dd472a4122a07dad40b5d05d0ea9431cdaabd9000b','analyse','{"sentiment": "neutral", "sentiment_scores": {"positive": 0.0159, "neutral": 0.9664, "negative": 0.0177}, "segment_sentiments": [{"index": 0, "label": "neutral", "score": -0.0024}, {"index": 1, "label": "neutral", "score": -0.002}, {"index": 2, "label": "neutral", "score": 0.0004}], "topics": ["Space, ran, r."], "keywords": [{"text": "space", "score": 1.0}, {"text": "Tesla", "score": 0.7815}, {"text": "ran", "score": 0.6094}], "entities": [{"text": "Today", "label": "DATE", "count": 1}, {"text": "Tesla", "label": "ORG", "count": 1}], "models": {"sentiment": "demo", "entities": "demo", "keywords": "YAKE 0.7.3, words by demo", "topics": "pauses and cohesion, words by demo"}}','[]',7.79626168200047686696e+00,1795711173726);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-6614268e430e9c3a75788477f2a5103b5d28a0e915ee5102cf2283563cdcf126',0,'{"start_s": 0.59, "end_s": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "no_speech_probability": 0.0, "words": [{"start_s": 0.59, "end_s": 0.97, "text": " Hello", "probability": 0.9979}, {"start_s": 0.97, "end_s": 1.43, "text": " everyone", "probability": 0.9991}, {"start_s": 1.43, "end_s": 1.59, "text": " and", "probability": 0.9974}, {"start_s": 1.59, "end_s": 1.93, "text": " welcome", "probability": 0.9999}, {"start_s": 1.93, "end_s": 2.13, "text": " to", "probability": 0.9987}, {"start_s": 2.13, "end_s": 2.29, "text": " my", "probability": 0.9988}, {"start_s": 2.29, "end_s": 2.81, "text": " channel.", "probability": 0.9985}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-6614268e430e9c3a75788477f2a5103b5d28a0e915ee5102cf2283563cdcf126',1,'{"start_s": 3.62, "end_s": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 3.62, "end_s": 3.98, "text": " Today", "probability": 0.9991}, {"start_s": 3.98, "end_s": 4.14, "text": " we", "probability": 0.9982}, {"start_s": 4.14, "end_s": 4.28, "text": " are", "probability": 0.9997}, {"start_s": 4.28, "end_s": 4.64, "text": " going", "probability": 0.9995}, {"start_s": 4.64, "end_s": 4.84, "text": " to", "probability": 0.9999}, {"start_s": 4.84, "end_s": 5.1, "text": " learn", "probability": 0.9993}, {"start_s": 5.1, "end_s": 5.48, "text": " about", "probability": 0.9956}, {"start_s": 5.48, "end_s": 6.28, "text": " space.", "probability": 0.9918}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-6614268e430e9c3a75788477f2a5103b5d28a0e915ee5102cf2283563cdcf126',2,'{"start_s": 6.95, "end_s": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 6.95, "end_s": 7.37, "text": " Tesla", "probability": 0.9921}, {"start_s": 7.37, "end_s": 7.49, "text": " will", "probability": 0.9941}, {"start_s": 7.49, "end_s": 7.77, "text": " send", "probability": 0.9941}, {"start_s": 7.77, "end_s": 7.777, "text": " a", "probability": 0.9708}, {"start_s": 7.777, "end_s": 7.79, "text": " ran", "probability": 0.3171}, {"start_s": 7.79, "end_s": 7.833, "text": " to", "probability": 0.4141}, {"start_s": 7.833, "end_s": 7.89, "text": " the", "probability": 0.5284}, {"start_s": 7.89, "end_s": 7.93, "text": " r.", "probability": 0.6542}], "flags": []}');
INSERT INTO "pieces" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,'{"index": 0, "start_s": 3.4, "end_s": 8.2, "title": "Tesla will send a ran to the r", "score": 0.65, "reason": "5 s: whole sentences, a strong opening, dense in content", "parts": {"length": 0.932, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.837, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "video": {"sha256": "0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4", "size_bytes": 199768, "suffix": ".mp4"}, "thumbnail": {"sha256": "4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11", "size_bytes": 12447, "suffix": ".jpg"}, "width": 640, "height": 360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',8.50322412486825607302e-01,2);
INSERT INTO "rates" VALUES('speech','',3.81515219024305907158e-01,1);
INSERT INTO "rates" VALUES('scenes','',3.96095056951197954653e-01,1);
INSERT INTO "rates" VALUES('audio','',2.52584696463600266724e-01,1);
INSERT INTO "rates" VALUES('transcribe','demo',7.21167795853966175911e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',5.00634869000350590795e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',9.50763619756155753393e-01,1);
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
INSERT INTO "videos" VALUES(1,'61687d29-9f47-41a1-a914-8426fb386071',NULL,'talk-8.00-6af05ed4.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container": "mp4", "duration_s": 8.2, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt709", "guessed": false}, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}',NULL,'talk-8.00-6af05ed4.mp4
61687d29-9f47-41a1-a914-8426fb386071',NULL,1795711147754,1795711147754);
INSERT INTO "videos" VALUES(2,'aef9821a-6ee6-46da-8bfa-ecac5d2d1c2a',NULL,'silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt601", "guessed": true}, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}',NULL,'silent-94500712.mp4
aef9821a-6ee6-46da-8bfa-ecac5d2d1c2a',NULL,1795711151415,1795711151415);
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
CREATE TRIGGER job_texts_indexed_new AFTER INSERT ON job_texts BEGIN INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE TRIGGER job_texts_indexed_gone AFTER DELETE ON job_texts BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); END;
CREATE TRIGGER job_texts_indexed_moved AFTER UPDATE OF folded ON job_texts WHEN OLD.folded <> NEW.folded BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE UNIQUE INDEX ix_videos_id ON videos (id);
CREATE INDEX ix_videos_sha256 ON videos (sha256);
CREATE INDEX ix_videos_user_num ON videos (user_id, num);
CREATE INDEX ix_jobs_video_status_num ON jobs (video_id, status, num) WHERE video_id IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('videos',2);
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
CREATE VIRTUAL TABLE job_trigrams USING fts5 (folded, content='job_texts', content_rowid='num', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO job_trigrams (job_trigrams) VALUES ('rebuild');
